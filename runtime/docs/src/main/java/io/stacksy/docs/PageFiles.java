package io.stacksy.docs;

import io.stacksy.route.BundleFile;
import io.stacksy.route.Representation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;

/** All files of the page by their names, which are paths below it. Thread-safe. */
final class PageFiles {
    static final String PAGE = "";

    private static final String LIBRARY = "/META-INF/resources/webjars/swagger-ui/";

    private final Map<String, PageFile> files;

    /** @param lasting whether another file will never have its name */
    private record PageFile(BundleFile file, boolean lasting) {}

    private PageFiles(Map<String, PageFile> files) {
        this.files = Map.copyOf(files);
    }

    static PageFiles ofBundle() {
        Map<String, PageFile> files = new HashMap<>();
        files.put(PAGE, own("page.html"));
        files.put("page.css", own("page.css"));
        files.put("page.js", own("page.js"));
        String version = libraryVersion();
        for (String name : List.of(
                "swagger-ui.css", "swagger-ui-bundle.js", "swagger-ui-bundle.js.LICENSE.txt", "favicon-32x32.png")) {
            String path = version + "/" + name;
            files.put(path, new PageFile(BundleFile.of(PageFiles.class, LIBRARY + path), true));
        }
        return new PageFiles(files);
    }

    private static PageFile own(String name) {
        return new PageFile(BundleFile.of(PageFiles.class, name), false);
    }

    /** There are these and no others, whatever the bundle has besides. */
    Set<String> names() {
        return files.keySet();
    }

    /** Whether another file will never have this name, which is one of {@link #names}. */
    boolean isLasting(String name) {
        return file(name).lasting();
    }

    /** The file of this name, which is one of {@link #names}. */
    Representation read(String name) {
        return file(name).file().read();
    }

    private PageFile file(String name) {
        return Objects.requireNonNull(files.get(name), name);
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
