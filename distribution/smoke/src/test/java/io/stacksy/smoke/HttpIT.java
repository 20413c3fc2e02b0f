package io.stacksy.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.smoke.Api.Answer;
import java.net.http.HttpRequest.BodyPublishers;
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
    @ValueSource(strings = {"/api/nothing/", "/api/hello/nothing", "/nothing", "/auth/nothing", "/api", "/api/"})
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
    void theFrameworkHasNoErrorToTell() {
        assertThat(node.output())
                .noneMatch(
                        line -> line.contains("\"level\":\"error\"") && line.contains("\"logger\":\"org.apache.felix"));
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
}
