package io.stacksy.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stacksy.route.Rule;
import jakarta.servlet.AsyncContext;
import java.net.ConnectException;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DrainTest {
    private static final String KEPT = "GET /api/links/sync HTTP/1.1\r\nHost: node\r\n\r\n";

    private final BlockingQueue<AsyncContext> begun = new LinkedBlockingQueue<>();
    private TestNode node;
    private int port;

    @BeforeEach
    void start() {
        node = new TestNode().complete();
        port = node.port();
        node.links
                .on("GET", "/sync", new Rule.Anyone(), (request, response) -> response.getOutputStream()
                        .print("done"))
                .on("GET", "/async", new Rule.Anyone(), (request, response) -> {
                    AsyncContext context = request.startAsync();
                    context.setTimeout(0);
                    begun.add(context);
                });
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void endsAtOnceWhereNothingIsUnderWay() {
        drain(Duration.ofSeconds(10)).join();
        assertThat(node.inFlight.draining()).isTrue();
        assertThatThrownBy(() -> new Wire(port)).isInstanceOf(ConnectException.class);
    }

    @Test
    void waitsForWhatIsUnderWay() throws Exception {
        try (Wire client = new Wire(port)) {
            client.send("GET /api/links/async HTTP/1.1\r\nHost: node\r\n\r\n");
            AsyncContext context = begun.take();
            CompletableFuture<Void> drained = drain(Duration.ofSeconds(10));
            awaitRefusal();
            assertThat(drained).isNotDone();
            context.getResponse().getOutputStream().print("late");
            context.complete();
            assertThat(client.readAll()).contains("Connection: close", "late");
            drained.join();
        }
    }

    @Test
    void answersOverOpenConnectionsAndClosesThem() throws Exception {
        try (Wire client = new Wire(port);
                Wire busy = new Wire(port);
                Wire idle = new Wire(port)) {
            client.send(KEPT);
            assertThat(client.readUntil("done")).doesNotContain("Connection: close");
            idle.send(KEPT);
            idle.readUntil("done");
            busy.send(Wire.head("GET", "/api/links/async"));
            AsyncContext context = begun.take();
            CompletableFuture<Void> drained = drain(Duration.ofSeconds(10));
            awaitRefusal();
            client.send(KEPT);
            assertThat(client.readAll()).contains("Connection: close", "done");
            context.complete();
            assertThat(idle.readAll()).isEmpty();
            drained.join();
        }
    }

    @Test
    void givesUpAtTheTimeout() throws Exception {
        try (Wire client = new Wire(port)) {
            client.send(Wire.head("GET", "/api/links/async"));
            AsyncContext context = begun.take();
            drain(Duration.ofMillis(50)).join();
            assertThat(node.inFlight.count()).isOne();
            context.complete();
        }
    }

    private CompletableFuture<Void> drain(Duration timeout) {
        return CompletableFuture.runAsync(new Drain(node.inFlight, node.connector, timeout)::close);
    }

    /** Connecting is what a client can see of the drain's beginning. */
    private void awaitRefusal() throws Exception {
        while (true) {
            try {
                new Wire(port).close();
            } catch (ConnectException e) {
                return;
            } catch (SocketException e) {
                // it was waiting to be let in while the door was shut; the next one is refused
            }
        }
    }
}
