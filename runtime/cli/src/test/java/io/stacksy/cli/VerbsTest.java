package io.stacksy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.cli.CommandLineRun.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerbsTest {
    private static final String STATUS = "GET /admin/status";
    private static final String LINKS = "{\"name\":\"links\",\"live\":\"1.1.0\",\"revisions\":[{\"version\":\"1.1.0\","
            + "\"sha256\":\"0123456789abcdef\",\"state\":\"live\",\"weight\":100,\"routes\":[\"GET /api/links\"],"
            + "\"since\":\"2026-11-01T12:00:00.123456789Z\",\"in_flight\":2,\"reason\":null}],\"aliases\":[\"/l\"],\"health\":\"up\"}";

    private final Path home;

    private final FakeNode node = new FakeNode();

    VerbsTest(@TempDir Path home) {
        this.home = home;
    }

    @AfterEach
    void stopNode() {
        node.close();
    }

    private CommandLineRun command() {
        return new CommandLineRun(home, node.url()).with("STACKSY_TOKEN", "tok");
    }

    @Test
    void listsToolsPageByPage() {
        node.says("GET /admin/tools?limit=200", 200, "{\"items\":[" + LINKS + "],\"next_cursor\":\"li nks\"}");
        node.says(
                "GET /admin/tools?limit=200&cursor=li%20nks",
                200,
                "{\"items\":[{\"name\":\"q\",\"live\":null,\"health\":\"down\",\"revisions\":[]}],\"next_cursor\":null}");

        assertThat(command().run("tools"))
                .isEqualTo(new Result(
                        0,
                        """
                NAME   LIVE   HEALTH  ALIASES  REVISIONS
                links  1.1.0  up      /l       1
                q      -      down    -        0
                """,
                        ""));
    }

    @Test
    void showsATool() {
        node.says("GET /admin/tools/links", 200, LINKS);

        assertThat(command().run("tool", "links").out())
                .isEqualTo(
                        """
                name     links
                live     1.1.0
                health   up
                aliases  /l

                REVISION  STATE  WEIGHT  IN FLIGHT  SINCE                 SHA-256       REASON
                1.1.0     live   100 %   2          2026-11-01T12:00:00Z  0123456789ab

                ROUTES
                GET /api/links
                """);
        assertThat(command().run("tool", "links", "--output", "JSON").out()).isEqualTo(LINKS + "\n");
    }

    @Test
    void showsWhatBecameOfARevisionThatLeftMemory() {
        node.says(
                "GET /admin/tools/links",
                200,
                LINKS.replace(
                        "\"reason\":null",
                        "\"reason\":null,\"removal\":{\"outcome\":\"held\",\"took_millis\":31000,\"proofs\":["
                                + "{\"subject\":\"class_loader\",\"given\":false,\"detail\":\"in memory\"},"
                                + "{\"subject\":\"routes\",\"given\":true,\"detail\":\"none leads to it\"}],"
                                + "\"holders\":[{\"kind\":\"thread\",\"name\":\"deaf\",\"detail\":\"in a.B.run\","
                                + "\"mended\":false}]}"));

        assertThat(command().run("tool", "links").out())
                .contains(
                        """
                        REMOVAL of 1.1.0: held after 31000 ms
                        LEFT  class_loader  in memory
                        ok    routes        none leads to it
                        HELD  thread        deaf, in a.B.run
                        """);
    }

    @Test
    void showsHowTheNodeIs() {
        node.says(
                STATUS,
                200,
                """
                {"version":"0.1.0","java":"17.0.1","uptime_seconds":90061,"tools":4,"rollouts_running":1}""");

        assertThat(command().run("status").out())
                .isEqualTo(
                        """
                node      %s
                version   0.1.0
                java      17.0.1
                up for    1d 1h
                tools     4
                rollouts  1 running
                """
                                .formatted(node.url()));
        assertThat(Status.readable(Duration.ofSeconds(3725))).isEqualTo("1h 2m");
        assertThat(Status.readable(Duration.ofSeconds(59))).isEqualTo("0m 59s");
    }

    @Test
    void rollsBackToTheOneBeforeOrToTheOneThatIsNamed() {
        node.says("POST /admin/tools/links/rollback", 202, Rollouts.json("live", Rollouts.step("switch", "done"), ""));

        assertThat(command().run("rollback", "links").code()).isZero();
        assertThat(command().run("rollback", "links", "--to", "1.0.0").code()).isZero();
        assertThat(node.asked.get(0).body()).isEmpty();
        assertThat(node.asked.get(1).body()).isEqualTo("{\"to\":\"1.0.0\"}");
    }

    @Test
    void removesWithoutAskingWhenToldSo() {
        node.says("DELETE /admin/tools/links", 202, Rollouts.json("removed", "", ""));
        node.says("DELETE /admin/tools/links/revisions/1.0.0", 202, Rollouts.json("removed", "", ""));

        assertThat(command().run("remove", "links", "--yes").out())
                .isEqualTo("links with all its revisions is removed; its data stays\n");
        assertThat(command()
                        .run("remove", "links", "--version", "1.0.0", "--yes")
                        .out())
                .startsWith("links 1.0.0 is removed");
    }

    @Test
    void asksAPersonBeforeItRemoves() {
        node.says("DELETE /admin/tools/links", 202, Rollouts.json("removed", "", ""));

        assertThat(command().atTerminal("").run("remove", "links"))
                .isEqualTo(new Result(1, "", "stacksy: nothing was removed\n"));
        assertThat(node.asked).isEmpty();
        assertThat(command().atTerminal("Yes").run("remove", "links").code()).isZero();
    }

    @Test
    void removesNothingForAScriptThatDoesNotSayYes() {
        assertThat(command().run("remove", "links").code()).isEqualTo(2);
        assertThat(node.asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"400, 1", "401, 4", "403, 4", "404, 1", "429, 1", "500, 1", "503, 1"})
    void endsWithACodeForEachStatus(int status, int code) {
        node.says(STATUS, status, "{\"detail\":\"no\"}");

        assertThat(command().run("status")).isEqualTo(new Result(code, "", "stacksy: no (request id req-7)\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "{\"a", "[]", "null"})
    void saysThatItIsNoNodeThatAnswers(String body) {
        node.says(STATUS, 200, body);

        Result result = command().run("status");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("--url").hasLineCount(1);
    }

    @Test
    void saysTheStatusWhereThatIsAll() {
        node.says(STATUS, 502, "text/html", "<html>");

        assertThat(command().run("status").err())
                .isEqualTo("stacksy: the node answered 502 and did not say why (request id req-7)\n");
    }

    @Test
    void endsWithThreeWhenTheNodeIsAway() {
        node.close();

        assertThat(command().run("status"))
                .isEqualTo(new Result(
                        3,
                        "",
                        "stacksy: the node " + node.url()
                                + " cannot be reached: nothing listens there; is it running, and is --url right?\n"));
    }

    @Test
    void saysThatTlsDoesNotWorkWithTheNode() throws IOException {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> answerPlainly(plain));
            answering.start();
            Result result = command().run("status", "--url", "https://127.0.0.1:" + plain.getLocalPort());

            assertThat(result.code()).isEqualTo(3);
            assertThat(result.err()).contains("no trusted TLS connection");
        }
    }

    private static void answerPlainly(ServerSocket server) {
        try (Socket client = server.accept()) {
            // as a server does: it knows that it is asked for TLS once it has read something that is no HTTP
            assertThat(client.getInputStream().read()).isNotNegative();
            client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            client.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void letsNoNodeSteerTheTerminal() {
        node.says(STATUS, 400, "{\"detail\":\"\\u001b[2Jgone\"}");

        assertThat(command().run("status").err()).startsWith("stacksy: ?[2Jgone");
    }

    @ParameterizedTest
    @CsvSource({
        "undeploy, there is no command 'undeploy'; see: stacksy --help",
        "tool, missing required parameter: 'NAME'; see: stacksy tool --help",
        "tools x, 'x' is one argument too many; see: stacksy tools --help",
        "status --url ftp://x, 'ftp://x' is not the address of a node; it must be like http://127.0.0.1:8080",
        "status --url :, ':' is not the address of a node; it must be like http://127.0.0.1:8080"
    })
    void endsWithTwoWhenItIsMisused(String arguments, String sentence) {
        assertThat(command().run(arguments.split(" "))).isEqualTo(new Result(2, "", "stacksy: " + sentence + "\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"status --output xml", "status --nope", "--url"})
    void saysInOneSentenceWhatIsWrongWithAnOption(String arguments) {
        Result result = command().run(arguments.split(" "));

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).startsWith("stacksy: ").hasLineCount(1);
    }

    @Test
    void refusesATokenThatCannotBeOne() {
        Result result = command().run("status", "--token", "a\nb");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).doesNotContain("a\nb");
    }

    @Test
    void takesOptionsBeforeAndAfterTheVerbAndBeforeTheEnvironment() {
        node.says(STATUS, 200, "{}");

        assertThat(command().run("--token", "t1", "--output", "json", "status").out())
                .isEqualTo("{}\n");
        assertThat(command().run("status", "--token", "t2").code()).isZero();
        assertThat(command().run("status", "--url", node.url() + "/").code()).isZero();
        assertThat(node.asked)
                .extracting(asked -> asked.header("Authorization"))
                .containsExactly("Bearer t1", "Bearer t2", "Bearer tok");
    }

    @Test
    void helpsAndTellsItsVersion() {
        assertThat(command().run("--help").out())
                .contains("login", "logout", "tools", "tool", "plan", "deploy", "rollback", "remove", "status");
        assertThat(command().run("deploy", "--help").out()).contains("--no-wait", "--url");
        assertThat(command().run("--version").out()).startsWith("stacksy 0");
        assertThat(command().run("tools", "--version").out()).startsWith("stacksy 0");
        assertThat(command().run().code()).isEqualTo(2);
    }
}
