package io.stacksy.docs;

import io.stacksy.route.Representation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** All files of the page by their names, which are paths below it, each read when it is first asked for. Thread-safe. */
final class PageFiles {
    static final String PAGE = "";

    private static final String LIBRARY = "/META-INF/resources/webjars/swagger-ui/";
    private static final String HTML = "text/html;charset=utf-8";
    private static final String CSS = "text/css;charset=utf-8";
    private static final String SCRIPT = "text/javascript;charset=utf-8";
    private static final String TEXT = "text/plain;charset=utf-8";

    private final Map<String, Source> sources;
    private final Map<String, Representation> files = new ConcurrentHashMap<>();

    /**
     * Where the bundle has a file, and how it is sent.
     *
     * @param lasting whether another file will never have its name
     */
    private record Source(String type, boolean lasting, String resource) {
        Representation read() {
            try (InputStream in = PageFiles.class.getResourceAsStream(resource)) {
                return Representation.of(
                        type, Objects.requireNonNull(in, resource).readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(resource + " cannot be read", e);
            }
        }
    }

    private PageFiles(Map<String, Source> sources) {
        this.sources = Map.copyOf(sources);
    }

    static PageFiles ofBundle() {
        Map<String, Source> sources = new HashMap<>();
        sources.put(PAGE, new Source(HTML, false, "page.html"));
        sources.put("page.css", new Source(CSS, false, "page.css"));
        sources.put("page.js", new Source(SCRIPT, false, "page.js"));
        String version = libraryVersion();
        Map.of(
                        "swagger-ui.css", CSS,
                        "swagger-ui-bundle.js", SCRIPT,
                        "swagger-ui-bundle.js.LICENSE.txt", TEXT,
                        "favicon-32x32.png", "image/png")
                .forEach((name, type) ->
                        sources.put(version + "/" + name, new Source(type, true, LIBRARY + version + "/" + name)));
        return new PageFiles(sources);
    }

    /** There are these and no others, whatever the bundle has besides. */
    Set<String> names() {
        return sources.keySet();
    }

    /** Whether another file will never have this name, which is one of {@link #names}. */
    boolean isLasting(String name) {
        return source(name).lasting();
    }

    /** The file of this name, which is one of {@link #names}. */
    Representation read(String name) {
        return files.computeIfAbsent(name, first -> source(name).read());
    }

    private Source source(String name) {
        return Objects.requireNonNull(sources.get(name), name);
    }

    private static String libraryVersion() {
        Properties properties = new Properties();
        try (InputStream file = PageFiles.class.getResourceAsStream("library.properties")) {
            properties.load(Objects.requireNonNull(file, "library.properties"));
        } catch (IOException e) {
            throw new UncheckedIOException("library.properties cannot be read", e);
        }
        return properties.getProperty("version", "");
    }
}
