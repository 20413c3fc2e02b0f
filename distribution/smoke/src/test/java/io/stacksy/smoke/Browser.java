package io.stacksy.smoke;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One page in a Chromium without a screen, used as a person uses it. Closing it ends the browser. */
final class Browser implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PORT_FILE = "DevToolsActivePort";

    /** What a person can reach: in the open dialog, where there is one. */
    private static final String REACHABLE = "(document.querySelector('dialog[open]') ?? document)";

    private final Process process;
    private final Path profile;
    private final DevTools page;

    private Browser(Process process, Path profile, DevTools page) {
        this.process = process;
        this.profile = profile;
        this.page = page;
        for (String domain : List.of("Page", "Runtime", "Network", "Log", "DOM")) {
            page.send(domain + ".enable", Map.of());
        }
    }

    static Browser start(Path chromium, Path profile) {
        List<String> command = new ArrayList<>(List.of(
                chromium.toString(),
                "--headless=new",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile.toAbsolutePath(),
                "--no-first-run",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-extensions",
                "--window-size=1280,900"));
        if (System.getProperty("user.name").equals("root")) {
            command.add("--no-sandbox"); // Chromium does not start as root with it
        }
        command.add("about:blank");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(profile.resolve("output").toFile());
            builder.environment().putAll(elsewhere(profile));
            Process process = builder.start();
            return new Browser(process, profile, connect(process, profile));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Crash settings and caches go to the person's home, whatever the profile is. */
    private static Map<String, String> elsewhere(Path profile) {
        String folder = profile.toAbsolutePath().toString();
        return Map.of("HOME", folder, "XDG_CONFIG_HOME", folder, "XDG_CACHE_HOME", folder);
    }

    private static DevTools connect(Process process, Path profile) throws IOException {
        Path file = profile.resolve(PORT_FILE);
        Eventually.is("Chromium says where it listens", () -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("Chromium ended, see " + profile.resolve("output"));
            }
            return Files.exists(file) && !lines(file).isEmpty();
        });
        HttpClient client = HttpClient.newHttpClient();
        URI list = URI.create("http://127.0.0.1:" + lines(file).get(0) + "/json/list");
        try {
            JsonNode targets =
                    JSON.readTree(client.send(HttpRequest.newBuilder(list).build(), BodyHandlers.ofString())
                            .body());
            for (JsonNode target : targets) {
                if (target.path("type").asText().equals("page")) {
                    return new DevTools(
                            client,
                            URI.create(target.path("webSocketDebuggerUrl").asText()));
                }
            }
            throw new IllegalStateException("Chromium has no page: " + targets);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the page would tell a script that a person has begun. */
    JsonNode evaluate(String expression) {
        JsonNode answer = page.send(
                "Runtime.evaluate",
                Map.of("expression", expression, "returnByValue", true, "awaitPromise", true, "userGesture", true));
        if (answer.has("exceptionDetails")) {
            throw new IllegalStateException(expression + ": " + answer.path("exceptionDetails"));
        }
        return answer.path("result").path("value");
    }

    void open(URI uri) {
        page.send("Page.bringToFront", Map.of()); // it may have opened another, and what is hidden rests
        page.send("Page.navigate", Map.of("url", uri.toString()));
    }

    /** Goes to another place on the same page. */
    void goTo(String fragment) {
        evaluate("location.hash = " + DevTools.quoted(fragment));
    }

    /** All that can be read. */
    String text() {
        return evaluate("document.body?.innerText ?? ''").asText();
    }

    /** Waits until each of these can be read. */
    void sees(String... texts) {
        for (String text : texts) {
            Eventually.is("the page says '" + text + "' and not " + text(), () -> text().contains(text));
        }
    }

    void seesNoMore(String text) {
        Eventually.is("the page says no more '" + text + "'", () -> !text().contains(text));
    }

    /** Waits until there is such a button or link that can be used, and uses it. */
    void press(String name) {
        String found = "[..." + REACHABLE + ".querySelectorAll('button, a, summary')].find(found => "
                + "found.textContent.trim() === " + DevTools.quoted(name)
                + " && !found.disabled && found.getClientRects().length > 0)";
        Eventually.is("there is '" + name + "' to be pressed in " + text(), () -> evaluate(
                        "(found => found ? (found.click(), true) : false)(" + found + ")")
                .asBoolean());
    }

    boolean offers(String name) {
        return evaluate("[..." + REACHABLE + ".querySelectorAll('button')].some(found => found.textContent.trim() === "
                        + DevTools.quoted(name) + " && !found.disabled)")
                .asBoolean();
    }

    /** Writes into a field in place of what is there. */
    void write(String name, String text) {
        String field = REACHABLE + ".querySelector('[name=" + name + "]')";
        Eventually.is(
                "there is a field " + name, () -> evaluate(field + " !== null").asBoolean());
        evaluate(field + ".focus(), " + field + ".select()");
        page.send("Input.insertText", Map.of("text", text));
    }

    /** Presses a key that is no letter, where the focus is. */
    void key(String name, int code) {
        String text = name.equals("Enter") ? "\r" : "";
        for (String type : List.of("keyDown", "keyUp")) {
            page.send(
                    "Input.dispatchKeyEvent",
                    Map.of("type", type, "key", name, "code", name, "windowsVirtualKeyCode", code, "text", text));
        }
    }

    /** Chooses a file in the page's file field. */
    void choose(Path file) {
        Eventually.is(
                "there is a field for a file", () -> evaluate("document.querySelector('input[type=file]') !== null")
                        .asBoolean());
        int document = page.send("DOM.getDocument", Map.of())
                .path("root")
                .path("nodeId")
                .asInt();
        int field = page.send("DOM.querySelector", Map.of("nodeId", document, "selector", "input[type=file]"))
                .path("nodeId")
                .asInt();
        page.send(
                "DOM.setFileInputFiles",
                Map.of("nodeId", field, "files", List.of(file.toAbsolutePath().toString())));
    }

    /** Drags a file from elsewhere onto the middle of the page. */
    void drop(Path file) {
        Map<String, ?> data = Map.of(
                "items", List.of(), "files", List.of(file.toAbsolutePath().toString()), "dragOperationsMask", 1);
        for (String type : List.of("dragEnter", "dragOver", "drop")) {
            page.send("Input.dispatchDragEvent", Map.of("type", type, "x", 600, "y", 400, "data", data));
        }
    }

    /** Looks at it on a screen of another kind. */
    void screen(int width, int height, String colours) {
        page.send(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
        page.send(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colours))));
    }

    /** Keeps a picture of it, for a person to look at. */
    void picture(Path file) {
        String data = page.send("Page.captureScreenshot", Map.of("format", "png"))
                .path("data")
                .asText();
        try {
            Files.write(file, Base64.getDecoder().decode(data));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every address that the page has asked for. */
    List<String> requests() {
        return page.events("Network.requestWillBeSent").stream()
                .map(event -> event.path("request").path("url").asText())
                .toList();
    }

    /** What scripts have thrown, and what the browser complains of besides answers that are no success. */
    List<String> complaints() {
        return Stream.concat(
                        page.events("Runtime.exceptionThrown").stream(),
                        page.events("Log.entryAdded").stream()
                                .map(event -> event.path("entry"))
                                .filter(entry -> !entry.path("source").asText().equals("network")))
                .map(JsonNode::toString)
                .toList();
    }

    @Override
    public void close() {
        page.close();
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        removeSocket();
    }

    /** Chromium keeps it beside the system's temporary files, and leaves it there when it is told to end. */
    private void removeSocket() {
        try {
            Path socket = profile.resolve("SingletonSocket");
            if (Files.isSymbolicLink(socket)) {
                Path meant = Files.readSymbolicLink(socket);
                for (String name : List.of("SingletonSocket", "SingletonCookie", "")) {
                    Files.deleteIfExists(meant.resolveSibling(name)); // the last is their folder
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
