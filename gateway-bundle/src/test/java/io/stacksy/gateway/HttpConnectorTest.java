package io.stacksy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.route.Rule;
import java.io.IOException;
import java.time.Duration;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpConnectorTest {
    private static final String HEAD = "GET /api/links/a HTTP/1.1\r\nHost: node\r\nConnection: close\r\n";

    private TestNode node;

    @BeforeEach
    void start() {
        node = new TestNode().complete();
        node.links.on("GET", "/a", new Rule.Anyone(), (request, response) -> response.getOutputStream()
                .print("answered"));
        node.links.on("POST", "/a", new Rule.Anyone(), (request, response) -> response.getOutputStream()
                .print("answered"));
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void answersWithoutSayingWhoItIs() throws Exception {
        assertThat(ask(HEAD + "\r\n")).endsWith("answered").doesNotContain("Server:", "X-Powered-By:", "Jetty");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/links/a HTTP/1.1\nHost: node\n\n",
                "GET /api/links/a HTTP/1.1\r\nHost: node\nX: y\r\n\r\n",
                "GET /api/links/a HTTP/1.1\r\nHost: node\r\n\n",
                "\nGET /api/links/a HTTP/1.1\r\nHost: node\r\n\r\n",
                "GET /api/links/a HTTP/1.1\r\nHost : node\r\n\r\n",
                "GET /api/links/a HTTP/1.1\r\nHost: node\r\nX: y\r\n z\r\n\r\n",
                "GET /api/links/a HTTP/1.1\r\nHost: node\r\nHost: other\r\n\r\n",
                "GET /api/links/a HTTP/1.1\r\n\r\n",
                "GET http://other/api/links/a HTTP/1.1\r\nHost: node\r\n\r\n",
                "POST /api/links/a HTTP/1.1\r\nHost: node\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                "POST /api/links/a HTTP/1.1\r\nHost: node\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /api/links/a HTTP/1.1\r\nHost: node\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "POST /api/links/a HTTP/1.1\r\nHost: node\r\nContent-Length: -1\r\n\r\n",
                "GET /api/links/%2fa HTTP/1.1\r\nHost: node\r\n\r\n",
                "GET /api/links/%252e HTTP/1.1\r\nHost: node\r\n\r\n",
                "GET /api/links//a HTTP/1.1\r\nHost: node\r\n\r\n",
                "GET /api/links/a%00 HTTP/1.1\r\nHost: node\r\n\r\n",
                "GET /api/links/a%5c HTTP/1.1\r\nHost: node\r\n\r\n",
                "GET /api/links/..;/a HTTP/1.1\r\nHost: node\r\n\r\n",
                "GET /api/links/%2e%2e/a HTTP/1.1\r\nHost: node\r\n\r\n",
                "\u0000\u0001\u0002\r\n\r\n"
            })
    void whatIsNotStrictlyHttpIs400AndTheEnd(String request) throws Exception {
        String answer = ask(request + HEAD + "\r\n");
        assertThat(answer).startsWith("HTTP/1.1 400").contains("Connection: close");
        isProblem(answer);
        assertThat(answer).doesNotContain("answered");
    }

    @Test
    void severalLineEndsAndPipelinedRequestsAreFine() throws Exception {
        String first = "GET /api/links/a HTTP/1.1\r\nHost: node\r\n\r\n";
        assertThat(ask(first + "\r\n" + first + HEAD + "\r\n").split("answered", -1))
                .hasSize(4);
    }

    @Test
    void aHeadMayComeInPieces() throws Exception {
        try (Wire wire = new Wire(node.port())) {
            for (String piece : (HEAD + "\r\n").split("(?<=\r)|(?<=o)", -1)) {
                wire.send(piece);
            }
            assertThat(wire.readAll()).endsWith("answered");
        }
    }

    @Test
    void aPathWithParametersIs400() throws Exception {
        String answer = ask("GET /api/links/a;x=1 HTTP/1.1\r\nHost: node\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 400");
        isProblem(answer);
    }

    @Test
    void aLongHeaderIs431() throws Exception {
        String answer = ask(HEAD + "X: " + "y".repeat(17 * 1024) + "\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 431");
        isProblem(answer);
    }

    @Test
    void manyHeadersAre431() throws Exception {
        assertThat(ask(HEAD + "X: y\r\n".repeat(98) + "\r\n")).startsWith("HTTP/1.1 200");
        String answer = ask(HEAD + "X: y\r\n".repeat(99) + "\r\n");
        assertThat(answer).startsWith("HTTP/1.1 431");
        isProblem(answer);
    }

    @ParameterizedTest
    @ValueSource(ints = {9 * 1024, 17 * 1024})
    void aLongPathIs414(int length) throws Exception {
        String answer =
                ask("GET /api/links/" + "a".repeat(length) + " HTTP/1.1\r\nHost: node\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 414");
        isProblem(answer);
    }

    @Test
    void whatTheServerRefusesIsLoggedAndCountedToo() throws Exception {
        assertThat(ask(HEAD + "X-Request-Id: r1\r\n" + "X: y\r\n".repeat(99) + "\r\n"))
                .contains("X-Request-Id: r1");
        assertThat(node.nextAccess()).contains("status=\"431\"", "route=\"unmatched\"", "request_id=\"r1\"");
        assertThat(Exposition.of(node.registry)).contains("route=\"unmatched\",status=\"431\",tool=\"\"} 1.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /api/links/a", "POST /api/links/none", "PUT /api/links/a"})
    void anAnswerBeforeTheBodyHasComeSaysThatTheConnectionEnds(String what) throws IOException {
        try (Wire wire = new Wire(node.port())) {
            wire.send(what + " HTTP/1.1\r\nHost: node\r\nContent-Length: 900\r\n\r\nbody");
            assertThat(wire.readUntil("\r\n\r\n")).contains("Connection: close\r\n");
        }
    }

    @RepeatedTest(5)
    void whoGoesOnSendingIsNotCutOffBeforeItHasReadItsAnswer() throws IOException {
        int length = 4 * 1024 * 1024;
        String piece = "x".repeat(64 * 1024);
        try (Wire wire = new Wire(node.port())) {
            wire.send("POST /api/links/a HTTP/1.1\r\nHost: node\r\nContent-Length: " + length + "\r\n\r\n");
            for (int sent = 0; sent < length; sent += piece.length()) {
                wire.send(piece);
            }
            assertThat(wire.readAll()).startsWith("HTTP/1.1 413").contains("Connection: close\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Content-Length: 4\r\n\r\nbody", "Transfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n"})
    void anAnswerAfterABodyThatNobodyReadLeavesTheConnection(String body) throws IOException {
        String answers = ask("POST /api/links/none HTTP/1.1\r\nHost: node\r\n" + body + HEAD + "\r\n");
        assertThat(answers).startsWith("HTTP/1.1 404").endsWith("answered");
        assertThat(answers.split("Connection: close", -1)).hasSize(2);
    }

    @Test
    void aHeadThatDoesNotGetCompleteIsCutOff() throws Exception {
        Server server = new Server();
        try (ServerConnector slow =
                new ServerConnector(server, 1, 1, new StrictConnectionFactory(new HttpConfiguration()))) {
            slow.addBean(SlowHeads.on(slow, Duration.ofMillis(100)));
            server.addConnector(slow);
            server.start();
            try (Wire wire = new Wire(slow.getLocalPort())) {
                wire.send("GET / HTTP/1.1\r\nHost:");
                assertThat(wire.readAll()).isEmpty();
            }
        } finally {
            server.stop();
        }
    }

    private String ask(String request) throws IOException {
        return Wire.ask(node.port(), request);
    }

    private static void isProblem(String answer) {
        assertThat(answer)
                .contains("Content-Type: application/problem+json", "X-Request-Id: ", "Cache-Control: no-store")
                .contains("\"status\":" + answer.substring(9, 12), "\"request_id\":\"", "\"instance\":\"/")
                .doesNotContain("<html", "org.eclipse", "Exception");
    }
}
