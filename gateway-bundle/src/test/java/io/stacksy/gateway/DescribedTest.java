package io.stacksy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.route.Rule;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DescribedTest {
    private static final String GOOD = "{\"name\":\"a good one\"}";

    private final FakeCheck check = new FakeCheck();
    private final AtomicInteger answered = new AtomicInteger();
    private TestNode node;

    @BeforeEach
    void start() {
        node = new TestNode().complete();
        node.links
                .on("POST", "/stream", new Rule.Anyone(), this::stream)
                .on("POST", "/reader", new Rule.Anyone(), this::reader)
                .on("POST", "/late", new Rule.Anyone(), this::late)
                .on("POST", "/write", new Rule.AnyOf(Set.of("links:delete")), this::stream)
                .on("GET", "/stream", new Rule.Anyone(), this::stream)
                .check(check);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void whatIsNotAsDescribedDoesNotReachTheEndpoint() throws IOException {
        assertThat(post("/api/links/stream", "application/json", "{\"name\":\"bad\"}"))
                .startsWith("HTTP/1.1 422 ")
                .contains("Content-Type: application/problem+json", "\"title\":\"Unprocessable Content\"")
                .contains("\"detail\":\"2 things are wrong\"")
                .contains("\"errors\":[{\"field\":\"name\",\"message\":\"is missing\"},"
                        + "{\"field\":\"/tags/1\",\"message\":\"must be a text\"}]");
        assertThat(Wire.get(node.port(), "/api/links/stream?q=bad")).startsWith("HTTP/1.1 422 ");
        assertThat(answered).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream", "reader", "late"})
    void aBodyThatWasJudgedIsHandedOnUnchanged(String way) throws IOException {
        assertThat(post("/api/links/" + way, "application/json", GOOD))
                .startsWith("HTTP/1.1 200")
                .endsWith(GOOD);
        assertThat(check.judged).containsExactly("/" + way + "?null " + GOOD);
        assertThat(post("/api/links/" + way, "application/json", ""))
                .startsWith("HTTP/1.1 200")
                .endsWith("got ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/octet-stream", "multipart/form-data; boundary=x", "text/event-stream"})
    void otherBodiesAreNotReadAhead(String type) throws IOException, InterruptedException {
        try (Wire wire = new Wire(node.port())) {
            wire.send(Wire.head("POST", "/api/links/stream", "Content-Type: " + type, "Content-Length: 5") + "ba");
            assertThat(check.judged.take()).isEqualTo("/stream?null ");
            wire.send("d!!");
            assertThat(wire.readAll()).startsWith("HTTP/1.1 200").endsWith("got bad!!");
        }
    }

    @Test
    void whoMayNotCallLearnsNothing() throws IOException {
        assertThat(post("/api/links/write", "application/json", "bad")).startsWith("HTTP/1.1 401");
        assertThat(post("/api/links/write", "application/json", "bad", "Authorization: Bearer good"))
                .startsWith("HTTP/1.1 403");
        assertThat(check.judged).isEmpty();
    }

    @Test
    void aBodyIsReadUpToItsLimitOnly() throws IOException {
        String body = "x".repeat((int) TestNode.MAX_BODY_BYTES + 1);
        String head =
                Wire.head("POST", "/api/links/stream", "Content-Type: application/json", "Transfer-Encoding: chunked");
        assertThat(Wire.ask(node.port(), head + Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 413");
        assertThat(Wire.ask(node.port(), head + "xyz\r\n")).startsWith("HTTP/1.1 400");
        assertThat(check.judged).isEmpty();
        assertThat(answered).hasValue(0);
    }

    private String post(String path, String type, String body, String... headers) throws IOException {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = "Content-Type: " + type;
        all[headers.length + 1] = "Content-Length: " + body.length();
        return Wire.ask(node.port(), Wire.head("POST", path, all) + body);
    }

    private void stream(HttpServletRequest request, HttpServletResponse response) throws IOException {
        answered.incrementAndGet();
        answer(new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8), response);
    }

    private void reader(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String line = request.getReader().readLine();
        answer(line == null ? "" : line, response);
    }

    private static void answer(String body, HttpServletResponse response) throws IOException {
        response.getOutputStream().print("got " + body);
    }

    private void late(HttpServletRequest request, HttpServletResponse response) throws IOException {
        AsyncContext context = request.startAsync();
        ServletInputStream in = request.getInputStream();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        in.setReadListener(new ReadListener() {
            @Override
            public void onDataAvailable() throws IOException {
                while (in.isReady() && !in.isFinished()) {
                    body.write(in.read());
                }
            }

            @Override
            public void onAllDataRead() throws IOException {
                answer(body.toString(StandardCharsets.UTF_8), (HttpServletResponse) context.getResponse());
                context.complete();
            }

            @Override
            public void onError(Throwable failure) {
                throw new AssertionError(failure);
            }
        });
    }
}
