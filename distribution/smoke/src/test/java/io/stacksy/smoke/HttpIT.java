package io.stacksy.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.smoke.Api.Answer;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What any client of the node can rely on. */
class HttpIT {
    private static Node node;
    private static Api api;

    @BeforeAll
    static void start() {
        node = Node.on(Data.used("http")).ready();
        api = node.admin();
        assertThat(api.deploy(ToolJar.of("hello", "1.0.0").write()).status()).isEqualTo(201);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api/nothing/", "/api/hello/nothing", "/nothing", "/auth/nothing", "/api", "/api/"})
    void whatIsNotThereIsAProblem(String path) {
        problem(api.get(path), 404);
    }

    @Test
    void aWrongMethodIsAProblemThatSaysTheRightOnes() {
        Answer answer = api.delete("/api/hello/slow");
        problem(answer, 405);
        assertThat(answer.header("Allow")).contains("GET").contains("HEAD");
    }

    @Test
    void anUncaughtErrorIsAProblemThatTellsNothing() {
        Answer answer = api.get("/api/hello/failing");
        problem(answer, 500);
        assertThat(answer.text()).doesNotContain("secret", "Exception", "io.stacksy");
    }

    @Test
    void brokenAndUnknownJsonIsAProblemThatNamesThePlace() {
        Answer broken = api.post("/api/hello/names", "{\"first_name\":");
        problem(broken, 400);
        Answer unknown = api.post("/api/hello/names", "{\"first_name\":\"Ada\",\"role\":\"admin\"}");
        problem(unknown, 400);
        assertThat(unknown.body().path("errors").get(0).path("field").asText()).contains("role");
        problem(api.send("POST", "/api/hello/names", BodyPublishers.ofString("x"), "text/plain"), 415);
        assertThat(api.post("/api/hello/names", "{\"first_name\":\"Ada\"}").at("first_name"))
                .isEqualTo("Ada");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/hello/..;/admin",
                "/api/hello/%2e%2e/",
                "/api/hello%2fslow",
                "/api//hello/",
                "/api/hello/%00",
                "/api/hello/%5c",
                "/api/hello/;x=1",
                "/api/hello/%252e%252e/"
            })
    void anAmbiguousPathIsRefused(String path) throws IOException {
        String answer = raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json");
    }

    @Test
    void whatJettyItselfRefusesIsAProblem() throws IOException {
        assertThat(raw("GET /\r\nHost localhost\r\n\r\n")).contains("HTTP/1.1 505", "application/problem+json");
        assertThat(raw("GET / HTTP/1.1\r\nHost: localhost\r\nBad Header: x\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json");
        assertThat(raw("GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: " + "x".repeat(17 * 1024) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431")
                .contains("application/problem+json");
        assertThat(raw("GET /" + "x".repeat(9 * 1024) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .startsWith("HTTP/1.1 414")
                .contains("application/problem+json");
        assertThat(
                        raw(
                                "POST /auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"))
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json");
    }

    @Test
    void aBodyOverTheLimitDoesNotReachTheTool() {
        String large = "{\"first_name\":\"" + "x".repeat(11 << 20) + "\"}";
        problem(api.post("/api/hello/names", large), 413);
    }

    @Test
    void anOperationWithoutARuleTakesWhoIsSignedInOnly() {
        Answer anonymous = api.anonymous().post("/api/hello/names", "{\"first_name\":\"Ada\"}");
        problem(anonymous, 401);
        assertThat(anonymous.header("WWW-Authenticate")).startsWith("Bearer");
    }

    @Test
    void healthIsThereForAllAndItsDetailsForOperators() {
        assertThat(api.anonymous().get("/health/live").status()).isEqualTo(200);
        assertThat(api.anonymous().get("/health/ready").status()).isEqualTo(200);
        Answer health = api.get("/health");
        assertThat(health.at("status")).isEqualTo("up");
        assertThat(health.body().path("checks").toString()).contains("database", "tools");
    }

    @Test
    void metricsCountByTemplate() {
        api.anonymous().get("/api/hello/slow?millis=1");
        String metrics = api.anonymous().get("/metrics").text();
        assertThat(metrics).contains("stacksy_build_info", "jvm_memory", "stacksy_revision_state");
        assertThat(metrics.lines())
                .anyMatch(line -> line.startsWith("stacksy_http_requests_total{")
                        && line.contains("tool=\"hello\"")
                        && line.contains("revision=\"1.0.0\"")
                        && line.contains("/slow\"")
                        && line.contains("status=\"200\""));
    }

    @Test
    void eachLineOfLogIsJsonAndARequestHasItsLine() {
        Answer answer = api.get("/api/hello/slow?millis=1");
        String id = answer.header("X-Request-Id");
        long deadline = System.nanoTime() + 5_000_000_000L;
        while (node.output().stream().noneMatch(line -> line.contains(id))) {
            assertThat(System.nanoTime()).as("waiting for the access log").isLessThan(deadline);
            Thread.onSpinWait();
        }
        List<String> lines =
                node.output().stream().filter(line -> line.contains(id)).toList();
        assertThat(lines).anySatisfy(line -> assertThat(line)
                .startsWith("{")
                .contains(
                        "\"route\"",
                        "\"duration_ms\"",
                        "\"tool\":\"hello\"",
                        "\"revision\":\"1.0.0\"",
                        "\"user\":\"admin\"")
                .doesNotContain("millis=1"));
    }

    private static void problem(Answer answer, int status) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.body().path("status").asInt()).isEqualTo(status);
        assertThat(answer.at("title")).isNotEmpty();
        assertThat(answer.at("detail")).isNotEmpty();
        assertThat(answer.at("request_id")).isEqualTo(answer.header("X-Request-Id"));
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket(node.uri().getHost(), node.uri().getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
