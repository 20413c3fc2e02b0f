package io.stacksy.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.smoke.Api.Answer;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A node that is killed at any step of a rollout comes back wholly with the old or wholly with the new revision. */
class CrashIT {
    private static final Path DATA = Node.newData("crash");
    private static int next = 1;
    private static String live = "";

    @BeforeAll
    static void aToolIsLive() {
        try (Node node = Node.on(DATA).ready()) {
            live = deploy(node.admin());
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
        String version = next() + ".0.0";
        try (Node node = Node.on(DATA).failpoint("rollout." + step).ready()) {
            Path jar = jar(version);
            Api api = node.admin();
            try {
                api.deploy(jar);
            } catch (UncheckedIOException e) {
                assertThat(e).hasMessageContaining("/admin/tools"); // it ended in the middle of the answer
            }
            assertThat(node.exit()).as(node.transcript()).isEqualTo(137);
        }
        if (expected.equals("new")) {
            live = version;
        }
        try (Node node = Node.on(DATA).ready()) {
            Api api = node.admin();
            isWhole(api);
            Answer rollouts = api.get("/admin/rollouts?limit=5");
            assertThat(rollouts.body().path("items"))
                    .as(rollouts.toString())
                    .isNotEmpty()
                    .noneMatch(rollout -> rollout.path("state").asText().equals("running"));

            live = deploy(api);
            isWhole(api);
            assertThat(node.stop()).isZero();
        }
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
