package io.stacksy.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.smoke.Api.Answer;
import io.stacksy.smoke.Asking.Seen;
import io.stacksy.smoke.FaultyLink.Fault;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a node does while its database is out of reach, and afterwards, with callers that go on asking all the time. */
class DatabaseFaultsIT {
    /** Within three seconds, and what a busy machine adds to them. */
    private static final Duration SOON = Duration.ofSeconds(5);

    private static final Duration RETURN = Duration.ofSeconds(10);

    /** How long what is remembered may be used: where a link leads, and that a token or key holds. */
    private static final Duration AGE_OF_LINKS = Duration.ofSeconds(4);

    private static final Duration AGE_OF_RIGHTS = Duration.ofSeconds(60);
    private static final int ENOUGH = 3;

    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final Deque<AutoCloseable> OPEN = new ArrayDeque<>();

    private static Path folder;
    private static EmbeddedPostgres postgres;
    private static FaultyLink link;
    private static Api admin;
    private static Questions questions;

    @BeforeAll
    static void start() throws IOException {
        folder = Data.empty("faults-postgres");
        postgres = server(0);
        OPEN.push(() -> postgres.close());
        link = opened(new FaultyLink(postgres.getPort()));
        Node node = opened(Node.on(Data.empty("faults"))
                .with("STACKSY_DATABASE_URL", "jdbc:postgresql://127.0.0.1:" + link.port() + "/postgres")
                .with("STACKSY_DATABASE_USER", "postgres")
                .with("STACKSY_REGISTRATION", "open")
                .ready());
        admin = node.admin();
        assertThat(admin.deploy(ToolJar.of("calm", "1.0.0").write()).status()).isEqualTo(201);
        questions = opened(new Questions(node));
        long begun = System.nanoTime();
        Eventually.is("all is well before anything is wrong", () -> questions.areGoodAgain(begun, ENOUGH));
    }

    private static <T extends AutoCloseable> T opened(T made) {
        OPEN.push(made);
        return made;
    }

    private static EmbeddedPostgres server(int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(
                        Path.of("target", "postgres").toAbsolutePath().toFile())
                .setDataDirectory(folder.toAbsolutePath())
                .setCleanDataDirectory(false) // it is needed after a restart
                .setPort(port)
                .setPGStartupWait(Duration.ofSeconds(60))
                .setServerConfig("fsync", "off")
                .start();
    }

    @AfterAll
    static void stop() throws Exception { // as AutoCloseable declares it
        while (!OPEN.isEmpty()) {
            OPEN.pop().close();
        }
    }

    @AfterEach
    void mend() {
        link.mend();
    }

    @Test
    void statement39_connectionsAreRefused() {
        long begun = System.nanoTime();
        outOfReach(Fault.REFUSED, () -> {
            assertThat(questions.following().askedSince(begun)).anyMatch(questions.following()::isGood);
            awaits("no link is remembered for too long", AGE_OF_LINKS.plus(SOON), questions.following()::isRefused);
        });
    }

    @Test
    void statement39_answersAreCutOffInTheMiddle() {
        outOfReach(Fault.CUT, () -> {});
    }

    @Test
    void statement39_nothingComesOverAnyConnection() {
        outOfReach(Fault.SILENT, () -> {});
    }

    @Test
    void statement39_oldConnectionsAreForgottenOnTheWay() {
        long begun = System.nanoTime();
        link.suffers(Fault.FORGOTTEN);
        returnsFrom(begun, begun);
    }

    @Test
    void statement39_answersComeLate() {
        degraded(Fault.LATE);
    }

    @Test
    void statement39_answersComeByteForByte() {
        degraded(Fault.SLICED);
    }

    @Test
    void statement39_theServerCrashesAndIsRestarted() throws IOException {
        int port = postgres.getPort();
        long begun = System.nanoTime();
        crash();
        awaits("not ready", SOON, () -> status("/health/ready") == 503);
        postgres.close();
        postgres = server(port);
        returnsFrom(begun, System.nanoTime());
    }

    @Test
    @Tag("soak")
    void statement39_nobodyIsLetInForLongerThanIsStated() {
        long begun = System.nanoTime();
        link.suffers(Fault.REFUSED);
        awaits("no right is remembered for too long", AGE_OF_RIGHTS.plus(SOON), () -> questions.signedIn().stream()
                .allMatch(Asking::isRefused));
        long refused = System.nanoTime();
        awaits("each asks again", SOON, () -> questions.areAnswered(refused, ENOUGH));
        for (Asking asking : questions.signedIn()) {
            assertThat(asking.askedSince(refused)).as(asking.toString()).allMatch(Seen::isAway);
        }
        long mended = System.nanoTime();
        link.mend();
        returnsFrom(begun, mended);
    }

    /** Has all processes of the server end at once, as after a fault in one of them. */
    private static void crash() throws IOException {
        String pid = Files.readAllLines(folder.resolve("postmaster.pid")).get(0);
        new ProcessBuilder("kill", "-QUIT", pid).inheritIO().start().onExit().join();
    }

    /** A fault with which there is no database at all. */
    private static void outOfReach(Fault fault, Runnable meanwhile) {
        String tool = "during" + NUMBERS.incrementAndGet();
        Path jar = ToolJar.of(tool, "1.0.0").write();
        String known = Questions.key(admin).at("key");
        assertThat(calm(known)).isEqualTo(200);
        String unseen = Questions.key(admin).at("key");
        String revoked = Questions.revokedKey(admin);
        long begun = System.nanoTime();
        link.suffers(fault);
        awaits("not ready", SOON, () -> status("/health/ready") == 503);
        assertThat(status("/health/live")).isEqualTo(200);
        assertThat(List.of(calm(known), calm(admin.accessToken()))).containsOnly(200);
        assertThat(List.of(calm(unseen), calm(revoked))).containsOnly(503);
        refusesToDeploy(jar);
        awaits("everybody had an answer", SOON, () -> questions.areAnswered(begun, ENOUGH));
        assertThat(status("/health/ready")).isEqualTo(503);
        meanwhile.run();

        long mended = System.nanoTime();
        link.mend();
        returnsFrom(begun, mended);
        for (Asking asking : questions.all()) {
            assertThat(asking.answeredSince(begun))
                    .as(asking.toString())
                    .allMatch(one -> one.took().compareTo(SOON) < 0);
        }
        assertThat(status("/api/" + tool + "/")).isEqualTo(404);
        Answer deployed = admin.deploy(jar);
        assertThat(deployed.status()).as(deployed.toString()).isEqualTo(201);
        assertThat(status("/api/" + tool + "/")).isEqualTo(200);
    }

    private static void refusesToDeploy(Path jar) {
        long begun = System.nanoTime();
        Answer refused = admin.deploy(jar);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
        assertThat(refused.status()).as(refused.toString()).isEqualTo(503);
        assertThat(refused.at("cause")).as(refused.toString()).isEqualTo("ledger_unavailable");
        assertThat(refused.header("Retry-After")).isNotEmpty();
    }

    /** A fault with which the database answers, only worse than it should. */
    private static void degraded(Fault fault) {
        long begun = System.nanoTime();
        link.suffers(fault);
        awaits("everybody had a good answer", RETURN, () -> questions.all().stream()
                .allMatch(asking -> asking.askedSince(begun).stream().anyMatch(asking::isGood)));
        assertThat(status("/health/ready")).isEqualTo(200);
        long mended = System.nanoTime();
        link.mend();
        returnsFrom(begun, mended);
    }

    /** All is well again soon after it was mended, and nothing was wrong since it began that could have been right. */
    private static void returnsFrom(long begun, long mended) {
        awaits(
                "all is well again",
                RETURN,
                () -> status("/health/ready") == 200 && questions.areGoodAgain(mended, ENOUGH));
        for (Asking asking : questions.all()) {
            assertThat(asking.answeredSince(begun)).as(asking.toString()).allMatch(asking::isAllowed);
        }
        awaits("nobody waits for a connection", SOON, () -> Metrics.of(admin).sum("hikaricp_pending_threads") == 0);
        for (String code : questions.madeSince(begun)) {
            assertThat(status("/l/" + code)).as(code).isEqualTo(302);
        }
    }

    /** What the tool without a database answers somebody. */
    private static int calm(String credential) {
        return admin.withToken(credential).get("/api/calm/").status();
    }

    private static int status(String path) {
        return admin.anonymous().get(path).status();
    }

    private static void awaits(String what, Duration limit, BooleanSupplier holds) {
        long begun = System.nanoTime();
        while (!holds.getAsBoolean()) {
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .as("%s: %s", what, questions)
                    .isLessThan(limit);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }
}
