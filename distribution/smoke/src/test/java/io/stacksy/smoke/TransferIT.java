package io.stacksy.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How answers travel: compressed, where that is worth it and does no harm, and by HTTP/2 without TLS. */
class TransferIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Node node;
    private static Api api;

    private final HttpClient http =
            HttpClient.newBuilder().version(Version.HTTP_1_1).build();
    private final HttpClient http2 =
            HttpClient.newBuilder().version(Version.HTTP_2).build();

    @BeforeAll
    static void start() {
        node = Node.on(Data.used("transfer")).ready();
        api = node.admin();
        assertThat(api.deploy(ToolJar.of("hello", "1.0.0").write()).status()).isEqualTo(201);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void aLongAnswerIsCompressedAndLoggedAsItWentOut() throws IOException, InterruptedException {
        HttpResponse<byte[]> plain = get("/openapi.json");
        HttpResponse<byte[]> packed = get("/openapi.json", "Accept-Encoding", "gzip");
        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(packed.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(plain.headers().allValues("Vary")).anyMatch(value -> value.contains("Accept-Encoding"));
        assertThat(packed.body().length).isLessThan(plain.body().length / 3);
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
            assertThat(JSON.readTree(in)).isEqualTo(JSON.readTree(plain.body()));
        }
        assertThat(line(packed).path("bytes_out").asInt()).isEqualTo(packed.body().length);
        String tag = packed.headers().firstValue("ETag").orElseThrow();
        HttpResponse<byte[]> unchanged = get("/openapi.json", "Accept-Encoding", "gzip", "If-None-Match", tag);
        assertThat(unchanged.statusCode()).isEqualTo(304);
        assertThat(unchanged.headers().firstValue("ETag")).hasValue(tag);
    }

    @Test
    void whatMayHoldSecretsIsNot() throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = get("/auth/none?q=" + "x".repeat(2_000), "Accept-Encoding", "gzip");
        assertThat(answer.body().length).isGreaterThan(100);
        assertThat(answer.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(answer.headers().allValues("Vary")).noneMatch(value -> value.contains("Accept-Encoding"));
    }

    @Test
    void anUpgradeFailsNoRequestThatComesByHttp2WithoutTls() throws Exception {
        assertThat(ask().version()).isEqualTo(Version.HTTP_2);
        CompletableFuture<Integer> deployed = CompletableFuture.supplyAsync(
                () -> api.deploy(ToolJar.of("hello", "1.1.0").write()).status());
        int asked = 0;
        while (!deployed.isDone()) {
            HttpResponse<String> answer = ask();
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.version()).isEqualTo(Version.HTTP_2);
            asked++;
        }
        assertThat(deployed.get()).isEqualTo(201);
        assertThat(asked).isPositive();
        assertThat(ask().headers().firstValue("Stacksy-Revision")).hasValue("1.1.0");
    }

    private HttpResponse<String> ask() throws IOException, InterruptedException {
        return http2.send(HttpRequest.newBuilder(to("/api/hello/")).build(), BodyHandlers.ofString());
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(to(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static URI to(String path) {
        return URI.create(node.uri() + path);
    }

    /** The line of the access log about a request. */
    private static JsonNode line(HttpResponse<?> answer) throws IOException {
        String id = answer.headers().firstValue("X-Request-Id").orElseThrow();
        Eventually.is("the line of request " + id, () -> node.output().stream()
                .anyMatch(line -> line.contains(id) && line.contains("bytes_out")));
        return JSON.readTree(node.output().stream()
                .filter(line -> line.contains(id) && line.contains("bytes_out"))
                .findFirst()
                .orElseThrow());
    }
}
