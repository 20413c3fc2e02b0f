package io.stacksy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.route.Rule;
import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CompletionTest {
    private static final Rule ANYONE = new Rule.Anyone();

    private final BlockingQueue<AsyncContext> begun = new LinkedBlockingQueue<>();
    private TestNode node;

    @BeforeEach
    void start() {
        node = new TestNode().complete();
        node.links
                .on("GET", "/sync", ANYONE, (request, response) -> response.getOutputStream()
                        .print("done"))
                .on("GET", "/async", ANYONE, (request, response) -> begin(request.startAsync(), 0))
                .on("GET", "/timeout", ANYONE, (request, response) -> begin(request.startAsync(), 50))
                .on("GET", "/fails", ANYONE, (request, response) -> {
                    throw new IllegalStateException("fails");
                })
                .on("GET", "/async-fails", ANYONE, (request, response) -> {
                    request.startAsync();
                    throw new IllegalStateException("fails");
                })
                .on("GET", "/completed", ANYONE, (request, response) -> request.startAsync()
                        .complete());
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private void begin(AsyncContext context, long timeoutMillis) {
        context.setTimeout(timeoutMillis);
        begun.add(context);
    }

    @Test
    void aSynchronousAnswerEndsWhenTheEndpointReturns() throws Exception {
        assertThat(Wire.get(node.port(), "/api/links/sync")).endsWith("done");
        endsOnceWith("200", "/sync");
    }

    @Test
    void anAsynchronousAnswerEndsWhenItIsComplete() throws Exception {
        try (Wire client = new Wire(node.port())) {
            client.send(Wire.head("GET", "/api/links/async"));
            AsyncContext context = begun.take();
            assertThat(node.accessLogIsEmpty()).isTrue();
            assertThat(node.router.closed).hasValue(0);
            assertThat(node.inFlight.count()).isOne();
            context.getResponse().getOutputStream().print("late");
            context.complete();
            assertThat(client.readAll()).contains("late");
        }
        endsOnceWith("200", "/async");
    }

    @Test
    void anAnswerThatWasCompleteBeforeTheEndpointReturnedEndsOnce() throws Exception {
        assertThat(Wire.get(node.port(), "/api/links/completed")).startsWith("HTTP/1.1 200");
        endsOnceWith("200", "/completed");
    }

    @Test
    void anAnswerThatTakesTooLongIs504() throws Exception {
        assertThat(Wire.get(node.port(), "/api/links/timeout"))
                .startsWith("HTTP/1.1 504")
                .contains("application/problem+json");
        endsOnceWith("504", "/timeout");
    }

    @Test
    void aFailureEndsTheAnswer() throws Exception {
        assertThat(Wire.get(node.port(), "/api/links/fails")).startsWith("HTTP/1.1 500");
        endsOnceWith("500", "/fails");
    }

    @Test
    void aFailureAfterGoingAsynchronousEndsTheAnswer() throws Exception {
        assertThat(Wire.get(node.port(), "/api/links/async-fails")).startsWith("HTTP/1.1 500");
        endsOnceWith("500", "/async-fails");
    }

    @Test
    void aClientThatGoesAwayEndsTheAnswer() throws Exception {
        try (Wire client = new Wire(node.port())) {
            client.send(Wire.head("GET", "/api/links/async"));
            AsyncContext context = begun.take();
            client.reset();
            writeUntilItFails(context);
            context.complete();
        }
        endsOnceWith("200", "/async");
    }

    @Test
    void aRefusalEndsTheAnswer() throws Exception {
        assertThat(Wire.get(node.port(), "/api/links/nope")).startsWith("HTTP/1.1 404");
        endsOnceWith("404", "unmatched");
    }

    @Test
    void theAccessLogSaysWhatHappened() throws Exception {
        String answer = Wire.get(
                node.port(),
                "/api/links/sync",
                "X-Request-Id: r1",
                "Authorization: Bearer good",
                "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        assertThat(answer).startsWith("HTTP/1.1 200");
        assertThat(node.nextAccess())
                .contains("method=\"GET\"", "route=\"/sync\"", "status=\"200\"", "bytes_out=\"4\"")
                .contains("client=\"127.0.0.1\"", "request_id=\"r1\"", "tool=\"links\"", "revision=\"1.0.0\"")
                .contains("trace_id=\"0af7651916cd43dd8448eb211c80319c\"", "user=\"ann\"", "duration_ms=");
    }

    private void endsOnceWith(String status, String route) throws Exception {
        assertThat(node.nextAccess()).contains("status=\"" + status + "\"", "route=\"" + route + "\"");
        node.inFlight.drain();
        assertThat(node.inFlight.awaitEmpty(Duration.ofSeconds(5))).isTrue();
        assertThat(node.accessLogIsEmpty()).isTrue();
        assertThat(node.router.opened).hasValue(1);
        assertThat(node.router.closed).hasValue(1);
        assertThat(Exposition.of(node.registry))
                .contains("stacksy_http_in_flight{revision=\"1.0.0\",tool=\"links\"} 0.0")
                .contains("route=\"" + route + "\",status=\"" + status + "\",tool=\"links\"} 1.0");
    }

    private static void writeUntilItFails(AsyncContext context) {
        byte[] block = new byte[100_000];
        for (int i = 0; i < 1_000; i++) {
            try {
                context.getResponse().getOutputStream().write(block);
                context.getResponse().flushBuffer();
            } catch (IOException e) {
                return;
            }
        }
        throw new AssertionError("a client that is gone takes everything");
    }
}
