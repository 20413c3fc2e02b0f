package io.stacksy.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A node on the loopback interface that answers what the test says. */
final class FakeNode implements AutoCloseable {
    /** What was asked: as {@code GET /admin/tools}, with body and headers. */
    record Asked(String line, String body, Map<String, List<String>> headers) {
        String header(String name) {
            return String.join(", ", headers.getOrDefault(name, List.of()));
        }
    }

    private record Said(int status, String type, String body) {}

    private static final int BREAK = 0;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Queue<Said>> answers = new ConcurrentHashMap<>();
    final List<Asked> asked = new CopyOnWriteArrayList<>();

    FakeNode() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Says what the next request on this line gets. The last thing said is said again. */
    FakeNode says(String line, int status, String body) {
        return says(line, status, status < 400 ? "application/json" : "application/problem+json", body);
    }

    FakeNode says(String line, int status, String type, String body) {
        answers.computeIfAbsent(line, key -> new ArrayDeque<>()).add(new Said(status, type, body));
        return this;
    }

    /** Breaks the connection at the next request on this line. */
    FakeNode breaks(String line) {
        return says(line, BREAK, "", "");
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        asked.add(new Asked(
                line,
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                exchange.getRequestHeaders()));
        Queue<Said> left = answers.getOrDefault(line, new ArrayDeque<>());
        Said said = left.size() > 1 ? left.remove() : left.peek();
        if (said != null && said.status() == BREAK) {
            exchange.close();
            return;
        }
        exchange.getResponseHeaders().set("X-Request-Id", "req-7");
        if (said == null) {
            exchange.sendResponseHeaders(404, -1);
        } else {
            byte[] body = said.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", said.type());
            exchange.sendResponseHeaders(said.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
