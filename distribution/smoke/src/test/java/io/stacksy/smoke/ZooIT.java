package io.stacksy.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.stacksy.smoke.Api.Answer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Bad tools of every kind beside one good tool, which notices nothing of them. */
@Tag("alone")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ZooIT {
    /** What each does in its requests, and the kind of trouble that it is named for. */
    private static final Map<String, String> ANIMALS = new TreeMap<>(Map.of(
            "blocks", "hanging",
            "spins", "hanging",
            "sleeps", "failing",
            "threads", "threads",
            "pool", "connections",
            "errors", "failing",
            "exits", "failing"));

    private static final Duration LOAD = Duration.ofSeconds(Integer.getInteger("stacksy.zoo.seconds", 5));
    private static final Duration BETWEEN = Duration.ofMillis(20);
    private static final int CALLERS = 4;

    private static Node node;
    private static Api api;

    @BeforeAll
    static void start() {
        node = Node.on(Data.used("zoo"))
                .with("STACKSY_REQUEST_TIMEOUT", "300ms")
                .with("STACKSY_DRAIN_TIMEOUT", "2s")
                .with("STACKSY_TOOL_CONCURRENCY", "1")
                .with("STACKSY_TOOL_CONNECTIONS", "1")
                .with("STACKSY_TOOL_QUARANTINE_AFTER", "2")
                .ready();
        api = node.admin();
        deployed(ToolJar.of("good", "1.0.0"));
        ANIMALS.keySet().forEach(animal -> deployed(ToolJar.of(animal, "1.0.0").fixtures("zoo")));
        assertThat(api.put("/admin/tools/good/budget", "{\"concurrency\":64,\"deadline_ms\":60000}")
                        .status())
                .isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        node.kill(); // an orderly end waits for what its tools do not let go of
        node.close();
    }

    @Test
    @Order(1)
    void statement36_theOthersDoNotNoticeWhatABadToolDoes() {
        load(LOAD); // until what it runs through is compiled
        Load.Result alone = load(LOAD);
        List<Load> callers = new ArrayList<>();
        for (String animal : ANIMALS.keySet()) {
            URI uri = node.uri().resolve("/api/" + animal + "/" + animal);
            callers.add(Load.paced(uri, CALLERS, Duration.ofMillis(200), answer -> true));
        }
        load(Duration.ofSeconds(8)); // until all of them are at it, and those that hang are noticed
        Load.Result among = load(LOAD);
        callers.forEach(Load::stop);
        System.out.println("under load: the good tool alone: " + alone);
        System.out.println("under load: the good tool among bad ones: " + among);
        assertThat(among.failures()).as(among.toString()).isZero();
    }

    @Test
    @Order(2)
    void eachCulpritIsNamedInHealthAndOnRecord() {
        String health = api.get("/health").text();
        List<String> audit = audit();
        ANIMALS.forEach((animal, kind) -> {
            assertThat(health).contains(animal + "@1.0.0 is in ");
            assertThat(audit).anyMatch(line -> line.startsWith("revision.troubled " + animal + "@1.0.0 " + kind));
        });
        assertThat(health).doesNotContain("good@1.0.0");
    }

    @Test
    @Order(3)
    void whoIsInTroubleAgainAndAgainIsInQuarantine() {
        for (String animal : List.of("blocks", "spins", "threads", "errors", "exits", "sleeps")) {
            Answer refused = api.get("/api/" + animal + "/" + animal);
            assertThat(refused.status()).as(animal + refused).isEqualTo(503);
            assertThat(refused.at("detail")).as(animal).contains("is in quarantine");
            assertThat(revision(animal).path("quarantine").path("reason").asText())
                    .contains("times in trouble");
        }
        assertThat(node.output().stream().filter(line -> line.startsWith("stacksy ready")))
                .as("nobody has ended the process")
                .hasSize(1);
    }

    @Test
    @Order(4)
    void aReleaseIsTheWayOut() {
        Answer released = api.post("/admin/tools/sleeps/release", "");
        assertThat(released.status()).as(released.toString()).isEqualTo(200);
        assertThat(api.get("/api/sleeps/sleeps").status()).isIn(503, 504);
        assertThat(revision("sleeps").path("quarantine").isNull()).isTrue();
        assertThat(audit()).contains("revision.released sleeps@1.0.0 ");
    }

    @Test
    @Order(5)
    void whatMayNotComeInIsOnRecord() {
        deployed(ToolJar.of("owner", "1.0.0").alias("/own"));
        assertThat(api.deploy(ToolJar.of("thief", "1.0.0").alias("/own").write())
                        .status())
                .isEqualTo(409);
        assertThat(api.deploy(ToolJar.of("exporter", "1.0.0")
                                .header("Export-Package", "io.stacksy.smoke.fixture.hello")
                                .write())
                        .status())
                .isEqualTo(422);
        assertThat(audit())
                .anyMatch(line -> line.startsWith("rollout.refused thief@1.0.0 deployalias_taken"))
                .anyMatch(line -> line.startsWith("rollout.refused exporter@1.0.0 deploybad_artifact"));
    }

    @Test
    @Order(6)
    void eachIsRemovedAndWhatIsLeftOfItIsNamed() {
        Map<String, Answer> removals = new TreeMap<>();
        for (String animal : ANIMALS.keySet()) {
            Answer removed = api.remove(animal);
            assertThat(removed.status()).as(animal + removed).isEqualTo(200);
            assertThat(api.get("/api/" + animal + "/" + animal).status()).isEqualTo(404);
            removals.put(animal, removed);
        }
        removals.forEach((animal, removed) -> {
            Eventually.is("a verdict on " + animal, () -> !outcome(removed).isEmpty());
            switch (animal) {
                case "blocks" -> assertThat(removal(removed).toString())
                        .contains("\"outcome\":\"held\"", "\"kind\":\"thread\"", "ZooResource.blocks");
                case "threads" -> assertThat(removal(removed).toString()) // it may be making threads still
                        .contains("\"kind\":\"thread\"", "one of too many");
                default -> assertThat(outcome(removed)) // whoever was in a loop was taken out of it
                        .as(animal + removal(removed))
                        .isIn("clean", "mended");
            }
        });
        assertThat(load(Duration.ofSeconds(2)).failures()).isZero();
    }

    /** The verdict on what is left; empty as long as there is none. */
    private static String outcome(Answer removed) {
        String outcome = removal(removed).path("outcome").asText();
        return outcome.equals("watched") ? "" : outcome;
    }

    private static JsonNode removal(Answer removed) {
        return api.get("/admin/rollouts/" + removed.at("id"))
                .body()
                .path("removals")
                .path(0);
    }

    private static JsonNode revision(String tool) {
        return api.get("/admin/tools/" + tool).body().path("revisions").path(0);
    }

    /** Lines of the audit trail, as action, target and why. */
    private static List<String> audit() {
        return StreamSupport.stream(
                        api.get("/admin/audit?limit=200").body().path("items").spliterator(), false)
                .map(line ->
                        line.path("action").asText() + " " + line.path("target").asText() + " "
                                + line.path("details").path("kind").asText()
                                + line.path("details").path("reason").asText())
                .toList();
    }

    private static Load.Result load(Duration time) {
        try (Load load = Load.paced(node.uri().resolve("/api/good/"), CALLERS, BETWEEN, Load::wholly)) {
            Eventually.after(time);
            return load.stop();
        }
    }

    private static void deployed(ToolJar jar) {
        Answer answer = api.deploy(jar.write());
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    }
}
