package io.stacksy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.cli.CommandLineRun.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeployTest {
    private static final String UPLOAD = "POST /admin/tools";
    private static final String STREAM = "text/event-stream";

    private final Path home;

    private final FakeNode node = new FakeNode();
    private final Path jar;

    DeployTest(@TempDir Path home) throws IOException {
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

    private CommandLineRun command() {
        return new CommandLineRun(home, node.url()).with("STACKSY_TOKEN", "tok");
    }

    private Result deployed(String state, String reason) {
        node.says(UPLOAD, 202, Rollouts.json("running", "", ""));
        node.says(
                Rollouts.EVENTS,
                200,
                STREAM,
                ": hello\n\n"
                        + Rollouts.event(Rollouts.json("running", Rollouts.step("store", "running"), ""))
                        + Rollouts.event(Rollouts.json(state, Rollouts.step("store", "done"), reason)));
        return command().run("deploy", jar.toString());
    }

    @Test
    void sendsTheJarWithItsDigestAndShowsALineForEachStage() {
        Result result = deployed("live", "");

        assertThat(result)
                .isEqualTo(new Result(
                        0,
                        """
                  store         12 ms
                links 1.1.0 is live (before: 1.0.0)
                """,
                        ""));
        FakeNode.Asked upload = node.asked.get(0);
        assertThat(upload.header("Content-type")).isEqualTo("application/java-archive");
        assertThat(upload.header("Content-digest")).matches("sha-256=:[A-Za-z0-9+/]{43}=:");
        assertThat(upload.header("Authorization")).isEqualTo("Bearer tok");
        assertThat(upload.body()).startsWith("PK");
    }

    @ParameterizedTest
    @CsvSource({"live, 0", "nothing_to_do, 0", "failed, 1", "aborted, 1", "rolled_back, 5"})
    void endsWithACodeForEachEnd(String state, int code) {
        Result result = deployed(state, "the health check said no");

        assertThat(result.code()).isEqualTo(code);
        if (code != 0) {
            assertThat(result.err())
                    .endsWith(": the health check said no (request id req-7)\n")
                    .hasLineCount(1);
        }
    }

    @Test
    void writesOverTheRunningStageOnATerminal() {
        node.says(UPLOAD, 202, Rollouts.json("running", Rollouts.step("store", "running"), ""));
        node.says(
                Rollouts.EVENTS,
                200,
                STREAM,
                Rollouts.event(Rollouts.json("live", Rollouts.step("store", "done"), "")));

        assertThat(command().atTerminal().run("deploy", jar.toString()).out())
                .startsWith("\r\u001b[K  store         ...\r\u001b[K  store         12 ms\n");
        assertThat(command()
                        .atTerminal()
                        .with("CI", "1")
                        .run("deploy", jar.toString())
                        .out())
                .doesNotContain("\u001b");
    }

    @Test
    void takesUpAStreamThatBrokeOff() {
        node.says(UPLOAD, 202, Rollouts.json("running", "", ""));
        node.says(Rollouts.EVENTS, 200, STREAM, Rollouts.event(Rollouts.json("running", "", "")));
        node.says(Rollouts.EVENTS, 200, STREAM, "data: {\"broken\n\n" + Rollouts.event(Rollouts.json("live", "", "")));

        assertThat(command().run("deploy", jar.toString()).code()).isZero();
        assertThat(node.asked).hasSize(3);
    }

    @Test
    void writesTheRolloutAsTheNodeSentIt() {
        String live = Rollouts.json("live", Rollouts.step("store", "done"), "");
        node.says(UPLOAD, 202, Rollouts.json("running", "", ""));
        node.says(Rollouts.EVENTS, 200, STREAM, Rollouts.event(live));

        assertThat(command().run("deploy", jar.toString(), "--output", "json").out())
                .isEqualTo(live + "\n");
        assertThat(command().run("deploy", jar.toString(), "--quiet").out()).isEmpty();
    }

    @Test
    void doesNotWaitWhenToldSo() {
        node.says(UPLOAD, 202, Rollouts.json("running", "", ""));

        assertThat(command().run("deploy", "--no-wait", jar.toString()).out())
                .isEqualTo("the rollout r1 of links 1.1.0 has begun\n");
        assertThat(node.asked).hasSize(1);
    }

    @Test
    void doesNotFollowWhatEndedAtOnce() {
        node.says(UPLOAD, 202, Rollouts.json("nothing_to_do", "", ""));

        assertThat(command().run("deploy", jar.toString()).out()).contains("nothing to do");
        assertThat(node.asked).hasSize(1);
    }

    @Test
    void saysWhyTheNodeRefused() {
        node.says(UPLOAD, 409, "{\"status\":409,\"detail\":\"links 1.1.0 has other bytes\"}");

        assertThat(command().run("deploy", jar.toString()))
                .isEqualTo(new Result(1, "", "stacksy: links 1.1.0 has other bytes (request id req-7)\n"));
    }

    @Test
    void findsOutWhyTheNodeBrokeTheConnection() {
        node.breaks(UPLOAD).says(UPLOAD + "?dry_run=true", 403, "{\"detail\":\"tools:write is needed\"}");

        assertThat(command().run("deploy", jar.toString()))
                .isEqualTo(new Result(4, "", "stacksy: tools:write is needed (request id req-7)\n"));
    }

    @Test
    void saysThatTheConnectionBrokeWhereTheNodeDoesNotSayWhy() {
        node.breaks(UPLOAD).says(UPLOAD + "?dry_run=true", 422, "{\"detail\":\"empty\"}");

        Result result = command().run("deploy", jar.toString());
        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err()).contains("the connection broke");
    }

    @Test
    void doesNotSendWhatIsNoJar() throws IOException {
        Path text = Files.writeString(home.resolve("text.jar"), "hello");
        byte[] whole = Files.readAllBytes(jar);
        Path cut = Files.write(home.resolve("cut.jar"), Arrays.copyOf(whole, whole.length / 2));

        for (Path file : new Path[] {text, cut, home, home.resolve("missing.jar")}) {
            Result result = command().run("deploy", file.toString());
            assertThat(result.code()).isEqualTo(2);
            assertThat(result.err()).contains(file.toString()).hasLineCount(1);
        }
        assertThat(node.asked).isEmpty();
    }

    @Test
    void showsAPlanAndFailsWhenSomethingStandsInTheWay() {
        String plan =
                "{\"tool\":\"links\",\"from\":\"1.0.0\",\"to\":\"1.1.0\",\"nothing_to_do\":false,\"obstacles\":[],"
                        + "\"aliases\":[\"/l\"],\"migrations\":[],\"plan\":\"0123456789abcdef\"}";
        String blocked = plan.replace(
                "\"obstacles\":[]",
                "\"obstacles\":[{\"cause\":\"alias_taken\",\"detail\":\"'/l' belongs to 'paste'\"}]");
        node.says(UPLOAD + "?dry_run=true", 200, plan).says(UPLOAD + "?dry_run=true", 200, blocked);

        assertThat(command().run("plan", jar.toString()))
                .isEqualTo(new Result(
                        0,
                        """
                tool     links
                from     1.0.0
                to       1.1.0
                plan     0123456789abcdef
                aliases  /l
                """,
                        ""));
        Result refused = command().run("plan", jar.toString());
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.out()).contains("obstacles\n  '/l' belongs to 'paste'");
        assertThat(refused.err()).contains("links 1.1.0 cannot be deployed: '/l' belongs to 'paste'");
    }

    @Test
    void showsWhatAPlanWouldDoInSections() {
        node.says(
                UPLOAD + "?dry_run=true",
                200,
                """
                {"tool":"links","from":"1.1.0","to":"1.2.0","plan":"0123456789abcdef","obstacles":[],
                "aliases":["/l"],"aliases_added":[],"aliases_removed":["/k"],"new_permissions":["links:admin"],
                "changes":[
                {"kind":"removed","operation":"GET /api/links/{code}/stats","detail":"is removed","breaking":true},
                {"kind":"added","operation":"GET /api/links/top","detail":"is added","breaking":false}],
                "verdict":{"fits":false,"least":"2.0.0","detail":"1.2.0 should be 2.0.0 because of that"},
                "affected":[{"detail":"1 client called GET /api/links/{code}/stats once in 14 days: ann (1)"}],
                "migrations":[{"script":"V3__less.sql","effect":"destructive","findings":["drops the column title"]}],
                "rollback":{"possible":false,"detail":"links@1.1.0 cannot be rolled back to"},
                "touched_bundles":[],"imports":["java.lang from the framework","org.slf4j [2.0,3) from slf4j.api 2.0.20"]}""");
        assertThat(command().run("plan", jar.toString()))
                .isEqualTo(new Result(
                        0,
                        """
                tool             links
                from             1.1.0
                to               1.2.0
                plan             0123456789abcdef
                aliases          /l; gone: /k
                new permissions  links:admin

                changes for callers
                  breaking: GET /api/links/{code}/stats is removed
                  GET /api/links/top is added

                version
                  1.2.0 should be 2.0.0 because of that

                who is affected
                  1 client called GET /api/links/{code}/stats once in 14 days: ann (1)

                migrations
                  V3__less.sql, destructive
                    drops the column title

                rollback
                  links@1.1.0 cannot be rolled back to

                imports
                  org.slf4j [2.0,3) from slf4j.api 2.0.20
                """,
                        ""));
    }

    @Test
    void holdsADeploymentToItsPlanAndSaysThatALossIsMeant() {
        node.says(
                UPLOAD + "?accept_data_loss=true&plan=0123456789abcdef",
                409,
                "{\"status\":409,\"cause\":\"plan_outdated\",\"detail\":\"look at the plan anew\"}");
        Result refused = command().run("deploy", jar.toString(), "--accept-data-loss", "--plan", "0123456789abcdef");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("look at the plan anew");
    }

    @Test
    void showsWhatBreaksInRedOnATerminalThatHasColours() {
        String plan = "{\"tool\":\"links\",\"to\":\"1.2.0\",\"changes\":[{\"operation\":\"GET /api/links\","
                + "\"detail\":\"is removed\",\"breaking\":true}]}";
        node.says(UPLOAD + "?dry_run=true", 200, plan).says(UPLOAD + "?dry_run=true", 200, plan);
        String line = "  breaking: GET /api/links is removed";
        assertThat(command().atTerminal().run("plan", jar.toString()).out())
                .contains("\u001b[31m" + line + "\u001b[0m\n");
        assertThat(command()
                        .atTerminal()
                        .with("NO_COLOR", "1")
                        .run("plan", jar.toString())
                        .out())
                .contains("\n" + line + "\n");
    }
}
