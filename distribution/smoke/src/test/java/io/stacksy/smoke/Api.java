package io.stacksy.smoke;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A client of one node: anonymous, or with an access token. Immutable. */
final class Api {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(90);

    private final HttpClient http;
    private final URI base;
    private final Optional<String> token;

    Api(URI base) {
        this(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(), base, Optional.empty());
    }

    Api(HttpClient http, URI base) {
        this(http, base, Optional.empty());
    }

    private Api(HttpClient http, URI base, Optional<String> token) {
        this.http = http;
        this.base = base;
        this.token = token;
    }

    /** An answer, read whole. */
    record Answer(int status, JsonNode body, String text, HttpResponse<String> response) {
        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        String at(String field) {
            return body.path(field).asText();
        }

        @Override
        public String toString() {
            return status + " " + text;
        }
    }

    Api login(String username, String password) {
        Answer answer = send(
                "POST",
                "/auth/login",
                json("{\"username\":\"" + username + "\",\"password\":\"" + password + "\"}"),
                "application/json");
        if (answer.status() != 200) {
            throw new IllegalStateException("cannot sign in: " + answer);
        }
        return withToken(answer.at("access_token"));
    }

    Api withToken(String accessToken) {
        return new Api(http, base, Optional.of(accessToken));
    }

    /** What it is signed in with. */
    String accessToken() {
        return token.orElseThrow();
    }

    Api anonymous() {
        return new Api(http, base, Optional.empty());
    }

    Answer get(String path) {
        return send("GET", path, BodyPublishers.noBody(), "");
    }

    Answer delete(String path) {
        return send("DELETE", path, BodyPublishers.noBody(), "");
    }

    Answer post(String path, String body) {
        return send("POST", path, json(body), "application/json");
    }

    Answer put(String path, String body) {
        return send("PUT", path, json(body), "application/json");
    }

    Answer patch(String path, String body) {
        return send("PATCH", path, json(body), "application/json");
    }

    /** Deploys and waits for the end. */
    Answer deploy(Path jar) {
        return upload("/admin/tools?wait=true", jar);
    }

    Answer plan(Path jar) {
        return upload("/admin/tools?dry_run=true", jar);
    }

    Answer upload(String path, Path jar) {
        try {
            return send("POST", path, BodyPublishers.ofFile(jar), "application/java-archive");
        } catch (FileNotFoundException e) {
            throw new UncheckedIOException(e);
        }
    }

    Answer rollBack(String tool) {
        return post("/admin/tools/" + tool + "/rollback?wait=true", "{}");
    }

    Answer remove(String tool) {
        return delete("/admin/tools/" + tool + "?wait=true");
    }

    Answer send(String method, String path, BodyPublisher body, String contentType, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT).method(method, body);
        token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
        if (!contentType.isEmpty()) {
            request.header("Content-Type", contentType);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), parse(response), response.body(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode parse(HttpResponse<String> response) throws IOException {
        String type = response.headers().firstValue("Content-Type").orElse("");
        return type.contains("json") && !response.body().isEmpty()
                ? JSON.readTree(response.body())
                : MissingNode.getInstance();
    }

    private static BodyPublisher json(String body) {
        return BodyPublishers.ofString(body);
    }
}
