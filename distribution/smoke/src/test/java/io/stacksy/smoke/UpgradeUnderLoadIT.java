package io.stacksy.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.smoke.Api.Answer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What clients notice of rollouts: nothing. */
@Tag("alone")
class UpgradeUnderLoadIT {
    private static final int CONNECTIONS = 16;
    private static final int ROUNDS = 20;
    private static final Duration LOAD = Duration.ofSeconds(30);

    private static Node node;
    private static Api api;

    @BeforeAll
    static void start() {
        node = Node.on(Data.used("load")).ready();
        api = node.admin();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void twentyUpgradesRollbacksDeploysAndRemovalsFailNoRequest() {
        deployed(api.deploy(ToolJar.of("loaded", "1.0.0").write()));
        URI uri = node.uri().resolve("/api/loaded/");
        try (Load load = Load.on(uri, CONNECTIONS, Load::wholly)) {
            long end = System.nanoTime() + LOAD.toNanos();
            for (int round = 1; round <= ROUNDS || System.nanoTime() < end; round++) {
                deployed(api.deploy(ToolJar.of("loaded", "1." + round + ".0").write()));
                assertThat(version(uri)).isEqualTo("1." + round + ".0");
                deployed(api.deploy(ToolJar.of("other", "1." + round + ".0").write()));
                assertThat(api.rollBack("loaded").status()).isEqualTo(200);
                assertThat(api.remove("other").status()).isEqualTo(200);
            }
            Load.Result result = load.stop();
            System.out.println("rollouts under load: " + result);
            assertThat(result.failures()).as(result.toString()).isZero();
            assertThat(result.revisions()).hasSizeGreaterThan(ROUNDS / 2).doesNotContainKey("none");
        }
    }

    @Test
    void requestsUnderWayFinishOnTheRevisionTheyBeganOn() {
        deployed(api.deploy(ToolJar.of("slow", "1.0.0").write()));
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try {
            List<CompletableFuture<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                answers.add(CompletableFuture.supplyAsync(
                        () -> api.anonymous().get("/api/slow/slow?millis=2000"), callers));
            }
            CompletableFuture<Answer> stream = CompletableFuture.supplyAsync(
                    () -> api.anonymous().get("/api/slow/stream?lines=20&millis=100"), callers);
            inFlight("slow", 8);
            deployed(api.deploy(ToolJar.of("slow", "2.0.0").write()));
            assertThat(version(node.uri().resolve("/api/slow/"))).isEqualTo("2.0.0");
            assertThat(answers).allSatisfy(pending -> assertThat(pending).isNotDone());

            assertThat(answers).allSatisfy(pending -> {
                Answer answer = pending.join();
                assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
                assertThat(answer.at("running_version")).isEqualTo("1.0.0");
                assertThat(answer.header("Stacksy-Revision")).isEqualTo("1.0.0");
            });
            assertThat(stream.join().text()).isEqualTo("1.0.0\n".repeat(20));
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void aRemovedToolFinishesWhatItHas() {
        deployed(api.deploy(ToolJar.of("leaving", "1.0.0").write()));
        CompletableFuture<Answer> pending =
                CompletableFuture.supplyAsync(() -> api.anonymous().get("/api/leaving/slow?millis=1500"));
        inFlight("leaving", 1);
        assertThat(api.remove("leaving").status()).isEqualTo(200);
        assertThat(api.anonymous().get("/api/leaving/").status()).isEqualTo(404);
        assertThat(pending.join().status()).isEqualTo(200);
    }

    /** Waits until that many requests are inside the live revision, as the admin API tells. */
    private static void inFlight(String tool, int count) {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (api.get("/admin/tools/" + tool)
                        .body()
                        .path("revisions")
                        .get(0)
                        .path("in_flight")
                        .asInt()
                < count) {
            assertThat(System.nanoTime()).as("requests in flight").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static void deployed(Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    }

    private static String version(URI uri) {
        return api.anonymous().get(uri.getPath()).at("running_version");
    }
}
