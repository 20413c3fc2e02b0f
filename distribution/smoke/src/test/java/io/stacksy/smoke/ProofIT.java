package io.stacksy.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.stacksy.smoke.Api.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the node proves of tools that are gone, and what it says of those that are there. */
@Tag("alone")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ProofIT {
    private static final int LAST = Integer.MAX_VALUE;

    private static Node node;
    private static Api api;
    private static String deaf;

    @BeforeAll
    static void start() {
        node = Node.on(Data.used("proof")).ready();
        api = node.admin();
        deaf = deploy("deaf");
        assertThat(api.deploy(jar(deaf, "1.1.0")).status()).isEqualTo(201);
        assertThat(api.deploy(jar(deaf, "1.2.0")).status())
                .isEqualTo(201); // takes the first one's place as the warm one
    }

    @AfterAll
    static void stop() {
        assertThat(node.stop()).isZero();
        node.close();
    }

    @Test
    void aCleanToolGetsACleanCertificate() {
        JsonNode removal = certificate(deployAndRemove("none"), "none");
        assertThat(removal.path("outcome").asText()).as(removal.toString()).isEqualTo("clean");
        assertThat(removal.path("holders")).isEmpty();
        assertThat(removal.path("proofs")).hasSize(5).allMatch(proof -> proof.path("given")
                .asBoolean());
        assertThat(removal.path("took_millis").asLong()).isBetween(500L, 30_000L);
        assertThat(removal.path("ended_at").asText()).endsWith("Z");
        assertThat(node.output()).anyMatch(line -> line.contains("forgetful-none@1.0.0 left nothing behind after="));
        assertThat(api.get("/metrics").text())
                .doesNotContain("revision=\"1.0.0\",tool=\"forgetful-none\"")
                .doesNotContain("tool=\"forgetful-none\",revision=\"1.0.0\"");
    }

    @ParameterizedTest
    @CsvSource({
        "thread, thread, forgotten thread",
        "spinning, thread, spinning thread",
        "thread-local, thread_local, ''",
        "timer, timer, forgotten timer",
        "mbean, mbean, com.example:type=Forgotten",
        "hook, shutdown_hook, forgotten hook",
        "driver, jdbc_driver, ForgottenDriver",
        "connection, connection, 1 in use",
    })
    void whatAToolLeavesBehindIsNamedAndMended(String what, String kind, String name) {
        JsonNode removal = certificate(deployAndRemove(what), what);
        assertThat(removal.path("outcome").asText()).as(removal.toString()).isEqualTo("mended");
        assertThat(removal.path("proofs")).allMatch(proof -> proof.path("given").asBoolean());
        assertThat(removal.path("holders")).singleElement().satisfies(holder -> {
            assertThat(holder.path("kind").asText()).isEqualTo(kind);
            assertThat(holder.path("name").asText()).contains(name);
            assertThat(holder.path("mended").asBoolean()).isTrue();
        });
        assertThat(node.output())
                .anyMatch(line -> line.contains("forgetful-" + what + "@1.0.0 is gone after=") && line.contains(name));
    }

    /** Held is what has outlasted several collections, of which each removal by the tests before brings one on. */
    @Test
    @Order(LAST)
    void whoStillHoldsAToolIsNamed() {
        Eventually.is("a verdict", () -> outcome(deaf).equals("held"));
        JsonNode removal = revision(deaf, "1.0.0").path("removal");
        assertThat(removal.path("proofs").get(1).path("detail").asText()).isEqualTo("1 still there: deaf thread");
        assertThat(removal.path("holders").get(0).path("detail").asText())
                .contains("in io.stacksy.smoke.fixture.forgetful.ForgetfulResource.waitForEver");
        assertThat(revision(deaf, "1.0.0").path("unreclaimed").asBoolean()).isTrue();
        assertThat(Metrics.of(api).sum("stacksy_unreclaimed_revisions{tool=\"" + deaf + "\""))
                .isOne();
        assertThat(run("tool", deaf))
                .contains("REMOVAL of 1.0.0: held after ", "LEFT", "HELD", "thread", "deaf thread, in io.stacksy.");
    }

    @Test
    void theAccountOfAToolIsWhatItUsed() {
        assertThat(api.deploy(ToolJar.of("spending", "1.0.0")
                                .fixtures("spending")
                                .write())
                        .status())
                .isEqualTo(201);
        for (int i = 0; i < 10; i++) {
            assertThat(api.get("/api/spending/spin?millis=1").status()).isEqualTo(200); // loads its classes
        }
        double cpu = spent("cpu_seconds");
        for (int i = 0; i < 10; i++) {
            assertThat(api.get("/api/spending/spin?millis=200").text()).isEqualTo("spun");
        }
        assertThat(spent("cpu_seconds") - cpu).isCloseTo(2.0, Percentage.withPercentage(20));

        double allocated = spent("allocated_bytes");
        for (int i = 0; i < 5; i++) {
            assertThat(api.get("/api/spending/allocate?mebibytes=50").text()).isEqualTo("52428800");
        }
        assertThat(spent("allocated_bytes") - allocated).isCloseTo(5 * 52_428_800.0, Percentage.withPercentage(20));

        double before = spent("cpu_seconds");
        assertThat(api.get("/api/spending/background?millis=1000").text()).isEqualTo("started");
        Eventually.is("the thread is charged", () -> spent("cpu_seconds") - before > 0.8);
        assertThat(spent("cpu_seconds") - before).isLessThan(1.3);

        Eventually.is("its load is shown", () -> {
            JsonNode load = api.get("/admin/tools/spending").body().path("load");
            return load.path("requests_per_second").asDouble() > 0
                    && load.path("cpu_share").asDouble() > 0.05
                    && load.path("allocated_bytes_per_second").asLong() > 1_000_000
                    && load.path("threads").asInt() >= 1;
        });
        assertThat(run("top"))
                .startsWith("TOOL")
                .containsPattern("(?m)^spending +1\\.0\\.0 +[0-9.]+ +0\\.0 +[0-9.]+ %");
        assertThat(api.remove("spending").status()).isEqualTo(200);
        Eventually.is(
                "its series are gone",
                () -> !api.get("/metrics").text().contains("revision=\"1.0.0\",tool=\"spending\""));
    }

    @Test
    void twiceTheWorkIsTwiceTheBillAndTheSumIsThatOfTheProcess() {
        assertThat(api.deploy(ToolJar.of("once", "1.0.0").fixtures("spending").write())
                        .status())
                .isEqualTo(201);
        assertThat(api.deploy(ToolJar.of("twice", "1.0.0").fixtures("spending").write())
                        .status())
                .isEqualTo(201);
        spin(3);
        Metrics before = Metrics.of(api);
        spin(10);
        Metrics after = Metrics.of(api);
        double once = cpu(after, "once") - cpu(before, "once");
        double twice = cpu(after, "twice") - cpu(before, "twice");
        assertThat(twice / once).isCloseTo(2, Percentage.withPercentage(15));
        double process = after.sum("process_cpu_seconds_total") - before.sum("process_cpu_seconds_total");
        assertThat(once + twice).isCloseTo(process, Percentage.withPercentage(20));
    }

    private static void spin(int rounds) {
        for (int i = 0; i < rounds; i++) {
            assertThat(api.get("/api/once/spin?millis=150").status()).isEqualTo(200);
            assertThat(api.get("/api/twice/spin?millis=300").status()).isEqualTo(200);
        }
    }

    private static double cpu(Metrics metrics, String tool) {
        return metrics.sum("stacksy_tool_cpu_seconds_total{revision=\"1.0.0\",tool=\"" + tool + "\"");
    }

    private static double spent(String what) {
        return Metrics.of(api).sum("stacksy_tool_" + what + "_total{revision=\"1.0.0\",tool=\"spending\"");
    }

    private static Path jar(String tool, String version) {
        return ToolJar.of(tool, version).fixtures("forgetful").write();
    }

    private static String deploy(String what) {
        String tool = "forgetful-" + what;
        Answer deployed = api.deploy(jar(tool, "1.0.0"));
        assertThat(deployed.status()).as(deployed.toString()).isEqualTo(201);
        assertThat(api.get("/api/" + tool + "/" + what).text()).isEqualTo("left");
        return tool;
    }

    private static String deployAndRemove(String what) {
        Answer removed = api.remove(deploy(what));
        assertThat(removed.status()).as(removed.toString()).isEqualTo(200);
        return removed.at("id");
    }

    private static JsonNode certificate(String rollout, String what) {
        Eventually.is("a verdict on " + what, () -> !removals(rollout).isEmpty());
        assertThat(removals(rollout)).hasSize(1);
        return removals(rollout).get(0);
    }

    private static JsonNode removals(String rollout) {
        return api.get("/admin/rollouts/" + rollout).body().path("removals");
    }

    private static String outcome(String tool) {
        return revision(tool, "1.0.0").path("removal").path("outcome").asText();
    }

    private static JsonNode revision(String tool, String version) {
        for (JsonNode revision : api.get("/admin/tools/" + tool).body().path("revisions")) {
            if (revision.path("version").asText().equals(version)) {
                return revision;
            }
        }
        throw new AssertionError("no revision " + version);
    }

    private static String run(String... verb) {
        List<String> command =
                new ArrayList<>(List.of(Node.HOME.resolve("bin/stacksy").toString()));
        command.addAll(List.of(verb));
        command.addAll(List.of("--url", node.uri().toString(), "--token", api.accessToken()));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
