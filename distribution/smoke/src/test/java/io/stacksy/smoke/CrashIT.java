package io.stacksy.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.smoke.Api.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A node that is killed at any step of a rollout comes back wholly with the old or wholly with the new revision, and its
 * next rollout works. Each node that is started here looks at what the one before left, and is the next to be killed.
 */
class CrashIT {
    private static final Path DATA = Data.used("crash");
    private static int next = 1;
    private static String live = "";

    @BeforeAll
    static void aToolIsLive() {
        try (Node node = Node.on(DATA).ready()) {
            live = deploy(node.admin()); // else there would be nothing to roll back to
            assertThat(node.stop()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "before-resolve,old",
        "after-resolve,old",
        "after-migrate,old",
        "after-install,old",
        "after-start,old",
        "after-publish,old",
        "after-await-ready,old",
        "before-switch,old",
        "switch-written,new",
        "after-switch,new",
        "before-drain,new",
        "after-drain,new"
    })
    void isWholeAfterAKill(String step, String expected) {
        try (Node node = Node.on(DATA).failpoint("rollout." + step + ":2").ready()) {
            Api api = node.admin();
            isWholeAndRollsOut(api);
            String version = next() + ".0.0";
            Path jar = jar(version);
            node.isKilledBy(() -> api.deploy(jar));
            live = expected.equals("new") ? version : live;
        }
    }

    @ParameterizedTest
    @CsvSource({"before-switch,old", "switch-written,new", "after-switch,new"})
    void isWholeAfterAKillInARollback(String step, String expected) {
        try (Node node = Node.on(DATA).failpoint("rollout." + step + ":2").ready()) {
            Api api = node.admin();
            String before = live;
            isWholeAndRollsOut(api);
            node.isKilledBy(() -> api.rollBack("crash"));
            live = expected.equals("new") ? before : live;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"before-canary", "canary-begun", "after-canary"})
    void isWhollyOldAfterAKillInACanary(String step) {
        try (Node node = Node.on(DATA).failpoint("rollout." + step).ready()) {
            Api api = node.admin();
            isWholeAndRollsOut(api);
            Path jar = jar(next() + ".0.0");
            node.isKilledBy(() -> {
                Answer begun = api.upload("/admin/tools?canary=50:10m", jar);
                Eventually.is("the canary goes on", () -> {
                    Answer promoted = api.post("/admin/tools/crash/promote?wait=true", "");
                    return promoted.status() == 200 && begun.status() == 202;
                });
            });
        }
    }

    @AfterAll
    static void isWholeAfterTheLastKill() {
        try (Node node = Node.on(DATA).ready()) {
            isWholeAndRollsOut(node.admin());
            assertThat(node.stop()).isZero();
        }
    }

    private static void isWholeAndRollsOut(Api api) {
        isWhole(api);
        Answer rollouts = api.get("/admin/rollouts?limit=5");
        assertThat(rollouts.body().path("items"))
                .as(rollouts.toString())
                .isNotEmpty()
                .noneMatch(rollout -> rollout.path("state").asText().equals("running"));
        live = deploy(api);
        isWhole(api);
    }

    /** Ledger and answers agree. */
    private static void isWhole(Api api) {
        Answer hello = api.anonymous().get("/api/crash/");
        assertThat(hello.status()).as(hello.toString()).isEqualTo(200);
        assertThat(hello.at("running_version")).isEqualTo(live);
        assertThat(hello.header("Stacksy-Revision")).isEqualTo(live);
        assertThat(api.get("/admin/tools/crash").at("live")).isEqualTo(live);
    }

    private static String deploy(Api api) {
        String version = next() + ".0.0";
        Answer rollout = api.deploy(jar(version));
        assertThat(rollout.status()).as(rollout.toString()).isEqualTo(201);
        return version;
    }

    private static Path jar(String version) {
        return ToolJar.of("crash", version)
                .file("db/migration/V1__notes.sql", "CREATE TABLE notes (id bigint)")
                .write();
    }

    private static int next() {
        return next++;
    }
}
