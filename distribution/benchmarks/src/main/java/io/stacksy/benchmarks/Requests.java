package io.stacksy.benchmarks;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures a node beside a bare Jetty and a bare Jersey: all run at once, and take turns under wrk in rounds, each in
 * another order, so that whatever the machine does besides hits all of them. In the node everything is on, and its access log goes to a file.
 */
final class Requests {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PASSWORD = "the password of a benchmark";
    private static final int WARM_UPS = 2;
    private static final Path CLASSES =
            Path.of("distribution/benchmarks/target/classes"); // from where the script runs it

    private final Map<String, String> options;
    private final Path folder;
    private final HttpClient http = HttpClient.newHttpClient();

    private Requests(Map<String, String> options, Path folder) {
        this.options = options;
        this.folder = folder;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Map<String, String> options =
                new HashMap<>(Map.of("--rounds", "5", "--seconds", "6", "--connections", "32", "--svg", ""));
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            options.put(arguments[i], arguments[i + 1]);
        }
        if (arguments.length % 2 != 0 || options.size() != 5 || !options.containsKey("--home")) {
            System.err.println("usage: requests [--rounds N] [--seconds N] [--connections N] [--svg FILE]");
            System.exit(2); // a command that was called wrongly
        }
        new Requests(options, Files.createTempDirectory("stacksy-requests")).measure();
    }

    private void measure() throws IOException, InterruptedException {
        try (Contestant jetty = bare("BareJetty");
                Contestant jersey = bare("BareJersey");
                Contestant node = node()) {
            String admin = post(node, "/auth/login", "{\"username\":\"admin\",\"password\":\"" + PASSWORD + "\"}", "")
                    .path("access_token")
                    .asText();
            String bearer = "Authorization: Bearer " + admin;
            String padding = "X-Padding: " + "x".repeat(bearer.length() - "X-Padding: ".length());
            send(node, "/admin/tools?wait=true", BodyPublishers.ofFile(tool()), "application/java-archive", admin);
            post(node, "/api/links", "{\"url\":\"https://example.org/some/page\",\"code\":\"first\"}", admin);
            String key = post(node, "/auth/api-keys", "{\"name\":\"benchmark\",\"scopes\":[\"*\"]}", admin)
                    .path("key")
                    .asText();
            run(List.of(
                    new Series("bare Jetty, redirect", jetty, "/items/to/first"),
                    new Series("bare Jersey, redirect", jersey, "/items/to/first"),
                    new Series("node, /l/{code} of links, anonymous", node, "/l/first"),
                    new Series("node, the redirect of Jersey, anonymous", node, "/api/bench/items/to/first"),
                    new Series("bare Jersey, JSON", jersey, "/items/first"),
                    new Series("node, JSON, anonymous", node, "/api/bench/items/open/first"),
                    new Series(
                            "node, JSON, anonymous, header as long as a token's",
                            node,
                            "/api/bench/items/open/first",
                            padding),
                    new Series("node, JSON, access token", node, "/api/bench/items/first", bearer),
                    new Series("node, JSON, API key", node, "/api/bench/items/first", "X-API-Key: " + key),
                    new Series("node, JSON open to all, access token", node, "/api/bench/items/open/first", bearer)));
        } finally {
            try (var files = Files.walk(folder)) {
                files.sorted((a, b) -> b.compareTo(a))
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    private void run(List<Series> all) throws IOException {
        int connections = number("--connections");
        int seconds = number("--seconds");
        for (int i = 0; i < WARM_UPS; i++) {
            all.forEach(series -> series.warmUp(connections, seconds));
        }
        List<Series> order = new ArrayList<>(all);
        for (int i = 0; i < number("--rounds"); i++) {
            Collections.shuffle(order); // who comes after another process has cold caches
            order.forEach(series -> series.round(connections, seconds));
        }
        System.out.printf("%n| %d connections | requests/s | p50 | p99 | CPU for each |%n", connections);
        System.out.println("| --- | ---: | ---: | ---: | ---: |");
        for (Series series : all) {
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %,.0f | %.2f ms | %.2f ms | %.1f µs |%n",
                    series.name,
                    series.requestsPerSecond(),
                    series.p50(),
                    series.p99(),
                    series.cpuMicros());
        }
        System.out.printf("%n| | resident memory |%n| --- | ---: |%n");
        all.stream()
                .map(series -> series.contestant)
                .distinct()
                .forEach(contestant ->
                        System.out.printf("| %s | %d MB |%n", name(all, contestant), contestant.residentMegabytes()));
        if (!options.getOrDefault("--svg", "").isEmpty()) {
            Files.writeString(
                    Path.of(options.getOrDefault("--svg", "")), Plot.bars("Processor time for each request", all));
        }
    }

    private static String name(List<Series> all, Contestant contestant) {
        return all.stream()
                .filter(series -> series.contestant == contestant)
                .findFirst()
                .map(series -> series.name.substring(0, series.name.indexOf(',')))
                .orElseThrow();
    }

    private int number(String option) {
        return Integer.parseInt(options.getOrDefault(option, ""));
    }

    private Contestant bare(String main) {
        int port = Contestant.freePort();
        List<String> command = List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                "io.stacksy.benchmarks." + main,
                Integer.toString(port));
        return Contestant.start(command, Map.of(), folder.resolve(main + ".log"), port, "ready");
    }

    private Contestant node() {
        int port = Contestant.freePort();
        List<String> command = List.of(
                options.getOrDefault("--home", "") + "/bin/stacksy",
                "run",
                "--port",
                Integer.toString(port),
                "--data",
                folder.resolve("data").toString());
        Map<String, String> settings = Map.of("STACKSY_ADMIN_PASSWORD", PASSWORD, "STACKSY_ACCESS_TOKEN_TTL", "24h");
        return Contestant.start(command, settings, folder.resolve("node.log"), port, "stacksy ready");
    }

    /** The resource of the bare Jersey as a tool. */
    private Path tool() {
        try (Builder builder = new Builder();
                Jar classes = new Jar(CLASSES.toFile())) {
            builder.addClasspath(classes);
            builder.setProperty("Bundle-SymbolicName", "io.stacksy.benchmarks.tool");
            builder.setProperty("Bundle-Version", "1.0.0");
            builder.setProperty("Private-Package", "io.stacksy.benchmarks.tool");
            builder.setProperty("Import-Package", "!org.jspecify.annotations,*");
            builder.setProperty("Provide-Capability", "stacksy.tool;stacksy.tool=bench");
            Jar built = builder.build();
            if (!builder.getErrors().isEmpty()) {
                throw new IllegalStateException(builder.getErrors().toString());
            }
            Path file = folder.resolve("bench.jar");
            built.write(file.toFile());
            return file;
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) { // as bnd declares it
            throw new IllegalStateException("cannot build the tool", e);
        }
    }

    private JsonNode post(Contestant node, String path, String body, String token)
            throws IOException, InterruptedException {
        return send(node, path, BodyPublishers.ofString(body), "application/json", token);
    }

    private JsonNode send(Contestant node, String path, BodyPublisher body, String type, String token)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(node.url(path)))
                .header("Content-Type", type)
                .POST(body);
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IllegalStateException(path + ": " + response.statusCode() + " " + response.body());
        }
        return JSON.readTree(response.body());
    }
}
