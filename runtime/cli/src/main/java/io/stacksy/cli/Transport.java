package io.stacksy.cli;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** HTTP with one node, with a deadline on everything, and one sentence for everything that goes wrong on the way. */
final class Transport {
    private static final Duration CONNECT = Duration.ofSeconds(5);

    /** Three times what a node lets pass between two signs of life. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    /** Made when first needed: it is what takes longest at the start. */
    private @Nullable HttpClient client;

    Answer send(URI node, HttpRequest request, Duration timeout) {
        CompletableFuture<HttpResponse<String>> exchange =
                client(node).sendAsync(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        HttpResponse<String> response = await(node, exchange, timeout);
        return new Answer(
                node, response.statusCode(), response.body(), response.headers().firstValue("X-Request-Id"));
    }

    /**
     * Hands the data of server-sent events to {@code observer} as they come, until it does not want more or the stream
     * ends.
     *
     * @return the answer, with a body if it was no stream
     */
    Answer stream(URI node, HttpRequest request, Predicate<String> observer) {
        EventStream events = new EventStream(node, SILENCE);
        CompletableFuture<HttpResponse<Void>> exchange = client(node).sendAsync(request, events);
        CompletableFuture<HttpResponse<Void>> told =
                exchange.whenComplete((response, failure) -> events.end(failure == null ? "" : why(failure)));
        try {
            return events.follow(observer);
        } finally {
            exchange.cancel(true);
            told.cancel(true);
        }
    }

    private static <T> T await(URI node, CompletableFuture<T> exchange, Duration timeout) {
        try {
            return exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw Failure.unreachable(node, why(e));
        } catch (TimeoutException e) {
            exchange.cancel(true);
            throw Failure.unreachable(node, "no answer within " + timeout.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.unreachable(node, "interrupted");
        }
    }

    /** The cause in a few words: what Java says of it helps nobody. */
    private static String why(Throwable failure) {
        if (isCausedBy(failure, UnresolvedAddressException.class)) {
            return "its name is not known";
        }
        if (isCausedBy(failure, HttpTimeoutException.class)) {
            return "no connection within " + CONNECT.toSeconds() + " s";
        }
        if (isCausedBy(failure, ConnectException.class)) {
            return "nothing listens there";
        }
        if (isCausedBy(failure, SSLException.class)) {
            return "no trusted TLS connection can be made with it";
        }
        return "the connection broke";
    }

    private static boolean isCausedBy(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private HttpClient client(URI node) {
        HttpClient made = client;
        if (made == null) {
            HttpClient.Builder builder =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
            if ("http".equalsIgnoreCase(node.getScheme())) {
                builder.sslContext(NoTls.context());
            }
            made = builder.build();
            client = made;
        }
        return made;
    }
}
