package io.stacksy.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.smoke.Api.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is done with requests that are not as they should be: refused early, clearly, and without harm to others. */
class HygieneIT {
    private static final String HOST = "Host: localhost\r\n";
    private static final String NEXT = "GET /api/hello/ HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n";
    private static final String WEIGH =
            "POST /api/hello/weights HTTP/1.1\r\n" + HOST + "Content-Type: application/json\r\n";

    /** What a request to sign in may have. */
    private static final int SIGN_IN_BYTES = 16 << 10;

    private static Node node;
    private static Api api;

    @BeforeAll
    static void start() {
        node = Node.on(Data.used("hygiene"))
                .with("STACKSY_CORS_ORIGINS", "https://app.example.org")
                .ready();
        api = node.admin();
        assertThat(api.deploy(ToolJar.of("hello", "1.0.0").write()).status()).isEqualTo(201);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/hello/..;/admin",
                "/api/hello/../admin/tools",
                "/api/hello/%2e%2e/",
                "/api/hello/%2E%2e/admin",
                "/api/hello%2fslow",
                "/api//hello/",
                "/api/hello/%00",
                "/api/hello/%5c",
                "/api/hello/\\admin",
                "/api/hello/;x=1",
                "/api/hello;x=1/slow",
                "/api/hello/%252e%252e/",
                "/api/hello/%c0%ae%c0%ae/"
            })
    void statement24_anAmbiguousPathIsRefused(String path) throws IOException {
        refused(ask("GET " + path + " HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n"), 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/hello/names", "/api/hello/n%61mes", "/%61pi/hello/names", "/api/h%65llo/%6Eames"})
    void statement24_rulesAndRoutesReadTheSamePath(String path) throws IOException {
        refused(
                ask("POST " + path + " HTTP/1.1\r\n" + HOST
                        + "Content-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"),
                401);
    }

    @ParameterizedTest
    @MethodSource("smuggled")
    void statement25_whatTwoCouldReadInTwoWaysIsRefusedAndTheEnd(String request) throws IOException {
        String answer = ask(request + NEXT);
        refused(answer, 400);
        assertThat(answer).contains("Connection: close").containsOnlyOnce("HTTP/1.1 ");
    }

    static Stream<String> smuggled() {
        String chunked = WEIGH + "Transfer-Encoding: chunked\r\n";
        return Stream.of(
                chunked + "Content-Length: 4\r\n\r\n0\r\n\r\n",
                WEIGH + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                WEIGH + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
                WEIGH + "Content-Length: 3, 4\r\n\r\nabcd",
                WEIGH + "Content-Length: +3\r\n\r\nabc",
                WEIGH + "Content-Length: -1\r\n\r\n",
                WEIGH + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                WEIGH + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                WEIGH + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                chunked + "\r\nFFFFFFFFFFFFFFFFF\r\n{}\r\n0\r\n\r\n",
                chunked + "\r\n-2\r\n{}\r\n0\r\n\r\n",
                chunked + "\r\nxyz\r\n{}\r\n0\r\n\r\n",
                chunked + "\r\n2\r\n{}zz\r\n0\r\n\r\n",
                "GET /api/hello/ HTTP/1.1\n" + HOST + "\r\n",
                "GET /api/hello/ HTTP/1.1\r\nHost: localhost\nX: y\r\n\r\n",
                "GET /api/hello/ HTTP/1.1\r\n" + HOST + "\n",
                "GET /api/hello/ HTTP/1.1\r\nHost : localhost\r\n\r\n",
                "GET /api/hello/ HTTP/1.1\r\n" + HOST + "X: y\r\n z\r\n\r\n",
                "GET /api/hello/ HTTP/1.1\r\n" + HOST + "Host: other\r\n\r\n",
                "GET /api/hello/ HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\n" + HOST + "Bad Header: x\r\n\r\n");
    }

    @Test
    void statement26_aHeadIsBounded() throws IOException {
        String line = "GET /api/hello/ HTTP/1.1\r\n" + HOST;
        refused(ask(line + "X: " + "x".repeat(17 << 10) + "\r\n\r\n"), 431);
        refused(ask(line + "X: y\r\n".repeat(200) + "\r\n"), 431);
        refused(ask("GET /" + "x".repeat(9 << 10) + " HTTP/1.1\r\n" + HOST + "\r\n"), 414);
        refused(ask("GET /\r\nHost localhost\r\n\r\n"), 505);
    }

    @Test
    void statement26_aBodyOverTheLimitDoesNotReachTheTool() throws IOException {
        int before = weighed();
        refused(ask(WEIGH + "Content-Length: " + ((10 << 20) + 1) + "\r\n\r\n"), 413);
        String chunk = "100000\r\n" + " ".repeat(1 << 20) + "\r\n";
        refused(ask(WEIGH + "Transfer-Encoding: chunked\r\n\r\n" + chunk.repeat(10) + "1\r\n \r\n"), 413);
        assertThat(weighed()).isEqualTo(before);
    }

    @Test
    void statement26_aCompressedBodyDoesNotReachTheTool() throws IOException {
        int before = weighed();
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bomb)) {
            out.write(new byte[32 << 20]);
        }
        try (Wire wire = new Wire(node.uri())) {
            wire.send(WEIGH + "Content-Encoding: gzip\r\nContent-Length: " + bomb.size() + "\r\n\r\n");
            wire.send(bomb.toByteArray());
            String answer = wire.readAll();
            refused(answer, 415);
            assertThat(answer).contains("Accept-Encoding: identity");
        }
        assertThat(weighed()).isEqualTo(before);
    }

    @Test
    void statement27_connectionsWhoseHeadsDoNotEndAreClosedAndOthersServed() throws IOException {
        try (SlowSenders senders = new SlowSenders(node.uri(), 500, "GET /api/hello/ HTTP/1.1\r\nX: ")) {
            long begun = System.nanoTime();
            long nextByte = 5;
            while (senders.left() > 0) {
                assertThat(since(begun))
                        .as("seconds, with %d left", senders.left())
                        .isLessThan(15);
                assertThat(api.anonymous().get("/api/hello/").status()).isEqualTo(200);
                if (since(begun) >= nextByte) {
                    senders.drip();
                    nextByte += 5;
                }
            }
            assertThat(nextByte).as("seconds at which the next byte was due").isGreaterThan(5);
        }
    }

    @Test
    void statement27_aBodyThatComesTooSlowlyIs408() throws IOException {
        try (Wire wire = new Wire(node.uri())) {
            wire.send(WEIGH + "Content-Length: 1000\r\n\r\n{");
            for (long begun = System.nanoTime(); !wire.hasAnswer() && since(begun) < 20; ) {
                Eventually.after(Duration.ofMillis(500));
                wire.send(" ");
                assertThat(api.anonymous().get("/api/hello/").status()).isEqualTo(200);
            }
            refused(wire.readAll(), 408);
        }
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("bodies")
    void statement28_jsonThatIsNotGoodIsSaidToBeSo(byte[] body) {
        BodyPublisher json = BodyPublishers.ofByteArray(body);
        problem(api.send("POST", "/api/hello/weights", json, "application/json"), 400);
        problem(api.send("POST", "/auth/login", json, "application/json"), body.length > SIGN_IN_BYTES ? 413 : 400);
    }

    static Stream<byte[]> bodies() {
        return Stream.of(
                        "{\"grams\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}",
                        "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000),
                        "{\"grams\":\"" + "x".repeat(10_000_000) + "\"}",
                        "{\"grams\":1e400}",
                        "{\"grams\":" + "9".repeat(10_000) + "}",
                        "{\"grams\":1,\"grams\":2}",
                        "{\"grams\":1}}",
                        "{\"grams\":1} {}",
                        "{\"grams\":",
                        "{\"username\":\"\u00e4\"}", // one byte, not UTF-8
                        "{\"username\":\"\u00c0\u00ae\"}",
                        "")
                .map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "text/json", "application/xml"})
    void statement28_anotherContentTypeIsRefused(String type) {
        for (String path : new String[] {"/api/hello/weights", "/auth/login"}) {
            problem(api.send("POST", path, BodyPublishers.ofString("{\"grams\":1}"), type), 415);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE /api/hello/", "TRACE /", "CONNECT localhost:80"})
    void statement29_traceAndConnectAreNotThere(String line) throws IOException {
        String answer = ask(line + " HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n");
        refused(answer, 405);
        assertThat(answer).contains("Allow: ");
    }

    @Test
    void statement29_aMethodIsWhatTheFirstLineSays() {
        String[] override = {
            "X-HTTP-Method-Override", "DELETE", "X-HTTP-Method", "DELETE", "X-Method-Override", "DELETE"
        };
        Answer answer = api.send(
                "POST",
                "/api/hello/weights?_method=DELETE",
                BodyPublishers.ofString("{\"grams\":1}"),
                "application/json",
                override);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.at("grams")).isEqualTo("1.0");
        problem(api.send("POST", "/api/hello/slow", BodyPublishers.noBody(), "", "X-HTTP-Method-Override", "GET"), 405);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null", "http://localhost"})
    void statement29_aForeignOriginGetsNoPermission(String origin) throws IOException {
        for (UnaryOperator<String> method : Stream.<UnaryOperator<String>>of(
                        line -> "OPTIONS " + line + "Access-Control-Request-Method: POST\r\n", line -> "GET " + line)
                .toList()) {
            String answer = ask(method.apply("/api/hello/weights HTTP/1.1\r\n" + HOST + "Connection: close\r\nOrigin: "
                            + origin + "\r\n")
                    + "\r\n");
            assertThat(answer).startsWith("HTTP/1.1 20").doesNotContainIgnoringCase("Access-Control-");
        }
    }

    @Test
    void statement29_aNamedOriginAsksWithoutACredentialAndReadsTheAnswer() throws IOException {
        String origin = HOST + "Connection: close\r\nOrigin: https://app.example.org\r\n";
        String asked = ask("OPTIONS /api/hello/names HTTP/1.1\r\n" + origin
                + "Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: authorization\r\n\r\n");
        assertThat(asked)
                .startsWith("HTTP/1.1 204")
                .contains("Access-Control-Allow-Origin: https://app.example.org\r\n")
                .contains("Access-Control-Allow-Headers: authorization\r\n", "Vary: Origin\r\n")
                .containsPattern("Access-Control-Allow-Methods: .*POST");
        String refused = ask("POST /api/hello/names HTTP/1.1\r\n" + origin + "Content-Length: 0\r\n\r\n");
        refused(refused, 401);
        assertThat(refused)
                .contains("Access-Control-Allow-Origin: https://app.example.org\r\n")
                .containsPattern("Access-Control-Expose-Headers: .*X-Request-Id");
    }

    @Test
    void statement29_allOriginsAndSomeIsNoStart() {
        try (Node refusing = Node.on(Data.used("origins"))
                .with("STACKSY_CORS_ORIGINS", "*, https://app.example.org")
                .launch()) {
            assertThat(refusing.exit()).isEqualTo(2);
            assertThat(refusing.errors()).singleElement().asString().contains("STACKSY_CORS_ORIGINS", "or * alone");
        }
    }

    private static int weighed() {
        return api.get("/api/hello/weights").body().path("times").asInt();
    }

    private static double since(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }

    private static String ask(String request) throws IOException {
        return Wire.ask(node.uri(), request);
    }

    /** On the wire, and readable by programs and people. */
    private static void refused(String answer, int status) {
        assertThat(answer)
                .contains("HTTP/1.1 " + status)
                .contains("Content-Type: application/problem+json", "X-Request-Id: ", "\"status\":" + status)
                .doesNotContain("Exception", "io.stacksy", "org.eclipse", "HTTP/1.1 500");
    }

    private static void problem(Answer answer, int status) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.at("detail")).isNotEmpty();
        assertThat(answer.text()).doesNotContain("Exception", "\tat ", "io.stacksy", "jackson");
    }
}
