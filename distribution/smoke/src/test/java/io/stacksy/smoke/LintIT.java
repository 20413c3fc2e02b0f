package io.stacksy.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stacksy.smoke.Api.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What a node says of itself, before programs that know how such a thing should look: {@code spectral}, {@code redocly} and
 * {@code promtool}, each where it is on the path.
 */
class LintIT {
    private static final Path CONFIGURATIONS = Path.of("src/test/lint").toAbsolutePath();
    private static final String NPM = "npm install --global @stoplight/spectral-cli @redocly/cli";

    private static Node node;
    private static Api api;
    private static Path folder;

    /** How a program ended, and what it said. */
    private record Verdict(int exit, String output, String errors) {}

    /** With a tool that is described, and one that is not. */
    @BeforeAll
    static void start() {
        node = Node.on(Data.used("lint")).ready();
        api = node.admin();
        folder = Data.empty("lint-files").toAbsolutePath();
        Answer deployed = api.deploy(ToolJar.of("hello", "1.0.0").write());
        assertThat(deployed.status()).as(deployed.toString()).isEqualTo(201);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void theDocumentKeepsItsRules() {
        JsonNode document = api.anonymous().get("/openapi.json").body();
        assertThat(document.path("paths")).hasSizeGreaterThan(40);
        assertThat(DocumentRules.complaints(document)).isEmpty();
    }

    @Test
    void theRulesFindWhatIsWrong() {
        JsonNode document = api.anonymous().get("/openapi.json").body();
        ((ObjectNode) document.at("/paths/~1auth~1login/post")).remove(List.of("summary", "security"));
        assertThat(DocumentRules.complaints(document))
                .containsExactly("POST /auth/login: has no summary", "POST /auth/login: does not say who may call it");
    }

    @Test
    void spectralFindsNothing() throws IOException, InterruptedException {
        Path spectral = Programs.need("spectral", "the API document is not checked by it", NPM);
        Verdict verdict = run(
                List.of(
                        spectral.toString(),
                        "lint",
                        document().toString(),
                        "--ruleset",
                        CONFIGURATIONS.resolve("spectral.yaml").toString(),
                        "--fail-severity",
                        "hint"),
                Path.of("/dev/null"));
        assertThat(verdict.exit()).as(verdict.output()).isZero();
    }

    @Test
    void redoclyFindsNothing() throws IOException, InterruptedException {
        Path redocly = Programs.need("redocly", "the API document is not checked by it", NPM);
        Verdict verdict = run(
                List.of(
                        redocly.toString(),
                        "lint",
                        document().toString(),
                        "--config",
                        CONFIGURATIONS.resolve("redocly.yaml").toString(),
                        "--format",
                        "json"),
                Path.of("/dev/null"));
        assertThat(verdict.exit()).as(verdict.output() + verdict.errors()).isZero();
        JsonNode totals = new ObjectMapper().readTree(verdict.output()).path("totals");
        assertThat(totals.path("errors").asInt(-1)).as(verdict.output()).isZero();
        assertThat(totals.path("warnings").asInt(-1)).as(verdict.output()).isZero();
    }

    @Test
    void promtoolFindsNothing() throws IOException, InterruptedException {
        Path promtool =
                Programs.need("promtool", "the metrics are not checked by it", "on Debian: apt-get install prometheus");
        Verdict verdict = run(List.of(promtool.toString(), "check", "metrics"), metrics());
        assertThat(verdict.output() + verdict.errors()).isEmpty();
        assertThat(verdict.exit()).isZero();
    }

    private static Path document() throws IOException {
        return Files.writeString(
                folder.resolve("openapi.json"),
                api.anonymous().get("/openapi.json").text());
    }

    /** The metrics after something of each kind has happened: calls, refusals of each sort, an upgrade. */
    private static Path metrics() throws IOException {
        assertThat(api.post("/api/links", "{\"url\":\"https://example.org/\",\"code\":\"lint\"}")
                        .status())
                .isEqualTo(201);
        assertThat(api.get("/l/lint").status()).isEqualTo(302);
        assertThat(api.anonymous().get("/api/links").status()).isEqualTo(401);
        assertThat(api.withToken("none").get("/api/links").status()).isEqualTo(401);
        assertThat(api.put("/admin/tools/hello/budget", "{\"rate\":\"1/m\"}").status())
                .isEqualTo(200);
        Eventually.is("it is too often", () -> api.get("/api/hello").status() == 429);
        assertThat(api.deploy(ToolJar.of("hello", "1.1.0").write()).status()).isEqualTo(201);
        String text = api.get("/metrics").text();
        assertThat(text)
                .contains(
                        "stacksy_http_requests_total{",
                        "stacksy_http_request_duration_seconds_bucket{",
                        "stacksy_http_in_flight{",
                        "stacksy_rollouts_total{",
                        "stacksy_rollout_seconds_",
                        "stacksy_revision_state{",
                        "stacksy_tool_cpu_seconds_total{",
                        "stacksy_tool_allocated_bytes_total{",
                        "stacksy_rate_limited_total{tool=\"hello\"}",
                        "stacksy_auth_total{",
                        "stacksy_build_info{");
        return Files.writeString(folder.resolve("metrics.txt"), text);
    }

    private static Verdict run(List<String> command, Path input) throws IOException, InterruptedException {
        Path output = folder.resolve(Path.of(command.get(0)).getFileName() + ".out");
        Path errors = folder.resolve(Path.of(command.get(0)).getFileName() + ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().put("REDOCLY_TELEMETRY", "off");
        builder.environment().put("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true");
        Process process = builder.start();
        if (!process.waitFor(300, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return new Verdict(process.waitFor(), Files.readString(output), Files.readString(errors));
    }
}
