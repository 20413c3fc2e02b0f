package io.stacksy.docs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

/** All files of the page by their paths, relative to {@code /docs/}, each read when it is first asked for. Thread-safe. */
final class PageFiles {
    private static final String LIBRARY = "/META-INF/resources/webjars/swagger-ui/";
    private static final String HTML = "text/html;charset=utf-8";
    private static final String CSS = "text/css;charset=utf-8";
    private static final String SCRIPT = "text/javascript;charset=utf-8";
    private static final String TEXT = "text/plain;charset=utf-8";

    private final Map<String, Source> sources;
    private final Map<String, PageFile> files = new ConcurrentHashMap<>();

    /** Where the bundle has a file, and how it is sent. */
    private record Source(String type, boolean lasting, String resource) {
        PageFile read() {
            return PageFile.of(type, lasting, resource);
        }
    }

    private PageFiles(Map<String, Source> sources) {
        this.sources = Map.copyOf(sources);
    }

    static PageFiles ofBundle() {
        Map<String, Source> sources = new HashMap<>();
        sources.put("", new Source(HTML, false, "page.html"));
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
    Optional<PageFile> find(String path) {
        return Optional.ofNullable(sources.get(path))
                .map(source -> files.computeIfAbsent(path, first -> source.read()));
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
