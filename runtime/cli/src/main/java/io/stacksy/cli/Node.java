package io.stacksy.cli;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** The node that the verbs work on, by its HTTP API. What it refuses is thrown as a {@link Failure}. */
final class Node {
    private static final Duration SHORT = Duration.ofSeconds(60);
    private static final Duration UPLOAD = Duration.ofMinutes(10);

    private final URI url;
    private final Transport transport;
    private final Access access;

    Node(URI url, Transport transport, Access access) {
        this.url = url;
        this.transport = transport;
        this.access = access;
    }

    URI url() {
        return url;
    }

    Answer get(String path) {
        return send(request("GET", path, BodyPublishers.noBody()));
    }

    Answer delete(String path) {
        return send(request("DELETE", path, BodyPublishers.noBody()));
    }

    /** Sends a JSON object; an empty one is not sent at all. */
    Answer post(String path, Map<String, ?> members) {
        return send(jsonRequest("POST", path, members));
    }

    /** Sends what is to be different about what is there. */
    Answer patch(String path, Map<String, ?> members) {
        return send(jsonRequest("PATCH", path, members));
    }

    /** Sends a JSON object in place of what is there. */
    Answer put(String path, Map<String, ?> members) {
        return send(jsonRequest("PUT", path, members));
    }

    /** Sends a jar. */
    Answer upload(String path, Jar jar) {
        HttpRequest.Builder request =
                jarRequest(path, jar.body()).header("Content-Digest", "sha-256=:" + jar.sha256() + ":");
        jar.signature().ifPresent(signature -> request.header("Stacksy-Signature", signature));
        try {
            return authorized(request, ready -> transport.send(url, ready, UPLOAD));
        } catch (Failure broken) {
            if (broken.exit() == Exit.UNREACHABLE) {
                refusalWithoutJar(path);
            }
            throw broken;
        }
    }

    /** A node that refuses a jar before it has read it breaks the connection; without the jar it says why. */
    private void refusalWithoutJar(String path) {
        Answer answer = authorizedAnswer(
                jarRequest(path.replaceFirst("\\?.*", "") + "?dry_run=true", BodyPublishers.noBody()),
                ready -> transport.send(url, ready, SHORT));
        if (Set.of(401, 403, 429, 503).contains(answer.status())) {
            answer.orFail();
        }
    }

    /** Hands the data of server-sent events to {@code observer}, until it does not want more or the stream ends. */
    void events(String path, Predicate<String> observer) {
        HttpRequest.Builder request =
                request("GET", path, BodyPublishers.noBody()).setHeader("Accept", "text/event-stream");
        authorized(request, ready -> transport.stream(url, ready, observer));
    }

    /** Sends a JSON object without any token, and gives back whatever is answered. */
    Answer exchange(String method, String path, Map<String, String> members) {
        return transport.send(url, jsonRequest(method, path, members).build(), SHORT);
    }

    private Answer send(HttpRequest.Builder request) {
        return authorized(request, ready -> transport.send(url, ready, SHORT));
    }

    private Answer authorized(HttpRequest.Builder request, Function<HttpRequest, Answer> sending) {
        return authorizedAnswer(request, sending).orFail();
    }

    private Answer authorizedAnswer(HttpRequest.Builder request, Function<HttpRequest, Answer> sending) {
        Optional<String> token = access.token();
        Answer answer = sending.apply(with(token, request));
        if (answer.status() != 401) {
            return answer;
        }
        Optional<String> other = token.flatMap(access::insteadOf);
        if (other.isPresent()) {
            return sending.apply(with(other, request));
        }
        if (token.isEmpty()) {
            throw Failure.notAllowed("not signed in to " + url + "; sign in with: stacksy login", answer.requestId());
        }
        return answer;
    }

    private static HttpRequest with(Optional<String> token, HttpRequest.Builder request) {
        HttpRequest.Builder ready = request.copy();
        token.ifPresent(value -> {
            if (!value.matches("[\\x21-\\x7e]+")) {
                throw Failure.usage("the token has characters in it that no token has");
            }
            ready.setHeader("Authorization", "Bearer " + value);
        });
        return ready.build();
    }

    private HttpRequest.Builder jarRequest(String path, HttpRequest.BodyPublisher body) {
        return request("POST", path, body).header("Content-Type", "application/java-archive");
    }

    private HttpRequest.Builder jsonRequest(String method, String path, Map<String, ?> members) {
        return members.isEmpty()
                ? request(method, path, BodyPublishers.noBody())
                : request(method, path, BodyPublishers.ofString(Json.write(members)))
                        .header("Content-Type", "application/json");
    }

    private HttpRequest.Builder request(String method, String path, HttpRequest.BodyPublisher body) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .method(method, body)
                .header("Accept", "application/json")
                .header("User-Agent", "stacksy-cli");
    }

    /** {@code text} as one segment of a path, or one value of a query. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
