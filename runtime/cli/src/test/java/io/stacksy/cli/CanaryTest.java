package io.stacksy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.cli.CommandLineRun.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanaryTest {
    private static final String STREAM = "text/event-stream";
    private static final String WAITING = "{\"name\":\"canary\",\"state\":\"inconclusive\","
            + "\"started_at\":\"2026-11-01T12:00:00Z\",\"ended_at\":null,\"detail\":\"inconclusive: too few\"}";

    private final Path home;
    private final Path jar;
    private final FakeNode node = new FakeNode();

    CanaryTest(@TempDir Path home) throws IOException {
        this.home = home;
        jar = home.resolve("links.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
        }
    }

    @AfterEach
    void stopNode() {
        node.close();
    }

    private Result run(String... arguments) {
        return new CommandLineRun(home, node.url()).with("STACKSY_TOKEN", "tok").run(arguments);
    }

    private void goesOn(String... rollouts) {
        StringBuilder events = new StringBuilder();
        for (String rollout : rollouts) {
            events.append(Rollouts.event(rollout));
        }
        node.says(Rollouts.EVENTS, 200, STREAM, events.toString());
    }

    @ParameterizedTest
    @CsvSource({"live, 0", "rolled_back, 5", "aborted, 1"})
    void deploysWithAShareOfTheTraffic(String state, int code) {
        node.says("POST /admin/tools?downgrade=true&canary=10%3A5m%2C50", 202, Rollouts.json("running", "", ""));
        goesOn(Rollouts.json(state, Rollouts.step("canary", "done"), "canary: 5.1% failed"));
        Result result = run("deploy", "--downgrade", "--canary", "10:5m,50", jar.toString());
        assertThat(result.code()).as(result.toString()).isEqualTo(code);
    }

    @Test
    void endsWithThatOneHasToSayHowItGoesOn() {
        node.says("POST /admin/tools?canary=10", 202, Rollouts.json("running", "", ""));
        goesOn(Rollouts.json("running", WAITING, ""));
        Result result = run("deploy", "--canary", "10", jar.toString());
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err())
                .isEqualTo("stacksy: links 1.1.0 has a share of the traffic and waits: inconclusive: too few;"
                        + " see: stacksy promote and stacksy abort (request id req-7)\n");
    }

    @Test
    void followsAPromotionToItsEnd() {
        node.says("POST /admin/tools/links/promote", 202, Rollouts.json("running", WAITING, ""));
        goesOn(Rollouts.json("running", WAITING, ""), Rollouts.json("live", Rollouts.step("canary", "done"), ""));
        Result result = run("promote", "links");
        assertThat(result.code()).as(result.toString()).isZero();
        assertThat(result.out()).endsWith("links 1.1.0 is live (before: 1.0.0)\n");
    }

    @Test
    void isDoneWhenWhatWasToBeAbortedIs() {
        node.says("POST /admin/tools/links/abort", 202, Rollouts.json("running", WAITING, ""));
        goesOn(Rollouts.json("aborted", Rollouts.step("canary", "failed"), "aborted by ann"));
        Result result = run("abort", "links");
        assertThat(result.code()).as(result.toString()).isZero();
        assertThat(result.out()).endsWith("links 1.1.0 is out of service again, and 1.0.0 has all of the traffic\n");
    }

    @Test
    void saysThatNoCanaryIsUnderWay() {
        node.says("POST /admin/tools/links/promote", 409, "{\"detail\":\"no canary of 'links' is under way\"}");
        Result result = run("promote", "links");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("no canary of 'links' is under way");
    }

    @Test
    void dividesTheTraffic() {
        node.says(
                "PUT /admin/tools/links/traffic",
                200,
                "{\"name\":\"links\",\"revisions\":[{\"version\":\"1.1.0\",\"state\":\"canary\",\"weight\":10},"
                        + "{\"version\":\"1.0.0\",\"state\":\"live\",\"weight\":90}]}");
        Result result = run("traffic", "links", "1.0.0=90", "1.1.0=10");
        assertThat(result)
                .isEqualTo(new Result(
                        0,
                        """
                REVISION  STATE   WEIGHT
                1.1.0     canary  10 %
                1.0.0     live    90 %
                """,
                        ""));
        assertThat(node.asked.get(0).body()).isEqualTo("{\"1.0.0\":90,\"1.1.0\":10}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0.0=90", "1.0.0=ten", "1.0.0", ""})
    void refusesSharesThatAreNotTheWhole(String share) {
        Result result = share.isEmpty() ? run("traffic", "links") : run("traffic", "links", share);
        assertThat(result.code()).as(result.toString()).isEqualTo(2);
        assertThat(result.err()).hasLineCount(1);
        assertThat(node.asked).isEmpty();
    }
}
