package io.stacksy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.cli.CommandLineRun.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuarantineTest {
    private static final String LINKS = "{\"name\":\"links\",\"live\":\"1.1.0\",\"revisions\":[]}";
    private static final String BUDGET = "{\"concurrency\":4,\"deadline_ms\":200,\"body_bytes\":1000,\"connections\":2,"
            + "\"error_percent\":50,\"rate\":\"100/s\",\"own\":true}";

    private final Path home;
    private final FakeNode node = new FakeNode();

    QuarantineTest(@TempDir Path home) {
        this.home = home;
    }

    @AfterEach
    void stopNode() {
        node.close();
    }

    private Result run(String... arguments) {
        return new CommandLineRun(home, node.url()).with("STACKSY_TOKEN", "tok").run(arguments);
    }

    @Test
    void saysTheWayOut() {
        node.says("POST /admin/tools/links/quarantine", 200, LINKS);
        assertThat(run("quarantine", "links", "--reason", "looks odd"))
                .isEqualTo(new Result(0, "links 1.1.0 is in quarantine; its way out: stacksy release links\n", ""));
        assertThat(node.asked.get(0).body()).isEqualTo("{\"reason\":\"looks odd\"}");
    }

    @Test
    void wantsAReason() {
        assertThat(run("quarantine", "links").code()).isEqualTo(2);
    }

    @Test
    void releasesWhatIsInMemory() {
        node.says("POST /admin/tools/links/release", 200, LINKS);
        assertThat(run("release", "links")).isEqualTo(new Result(0, "links 1.1.0 has its requests again\n", ""));
    }

    @Test
    void followsTheRolloutThatBringsItBack() {
        node.says("POST /admin/tools/links/release", 202, Rollouts.json("live", Rollouts.step("switch", "done"), ""));
        Result result = run("release", "links");
        assertThat(result.code()).as(result.toString()).isZero();
        assertThat(result.out()).endsWith("links 1.1.0 is live (before: 1.0.0)\n");
    }

    @Test
    void showsABudget() {
        node.says("GET /admin/tools/links/budget", 200, BUDGET);
        assertThat(run("budget", "links").out())
                .isEqualTo(
                        """
                concurrency  4
                deadline     200 ms
                body         1000 bytes
                connections  2
                errors       50 %
                rate         100/s
                from         its own
                """);
    }

    @Test
    void changesTheGivenPartsOfABudget() {
        node.says("PUT /admin/tools/links/budget", 200, BUDGET);
        assertThat(run("budget", "links", "--concurrency", "4", "--deadline-ms", "200", "--rate", "off")
                        .code())
                .isZero();
        assertThat(node.asked.get(0).body()).isEqualTo("{\"concurrency\":4,\"deadline_ms\":200,\"rate\":\"off\"}");
    }

    @Test
    void goesBackToTheDefaults() {
        node.says("DELETE /admin/tools/links/budget", 200, BUDGET);
        assertThat(run("budget", "links", "--reset").code()).isZero();
        Result both = run("budget", "links", "--reset", "--concurrency", "4");
        assertThat(both.code()).isEqualTo(2);
        assertThat(both.err()).contains("--reset goes with no other change");
    }
}
