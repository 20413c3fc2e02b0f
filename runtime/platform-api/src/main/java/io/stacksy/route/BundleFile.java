package io.stacksy.route;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A file in a bundle, as an endpoint shows it: read when it is first asked for. Thread-safe. */
public final class BundleFile {
    private final Class<?> sibling;
    private final String path;
    private final String type;
    private volatile @Nullable Representation read;

    private BundleFile(Class<?> sibling, String path, String type) {
        this.sibling = sibling;
        this.path = path;
        this.type = type;
    }

    /**
     * The one at {@code path}, from the place of {@code sibling} or, with a slash before it, from the bundle's root. How it
     * is sent is told by the ending of its name.
     *
     * @throws IllegalArgumentException where no media type is known for that
     */
    public static BundleFile of(Class<?> sibling, String path) {
        return new BundleFile(sibling, path, type(path));
    }

    private static String type(String path) {
        String ending = path.substring(path.lastIndexOf('.') + 1);
        return switch (ending) {
            case "html" -> "text/html;charset=utf-8";
            case "css" -> "text/css;charset=utf-8";
            case "js" -> "text/javascript;charset=utf-8";
            case "txt" -> "text/plain;charset=utf-8";
            case "svg" -> "image/svg+xml";
            case "png" -> "image/png";
            default -> throw new IllegalArgumentException("no media type is known for '" + path + "'");
        };
    }

    /**
     * What is in it.
     *
     * @throws UncheckedIOException where the bundle cannot be read
     */
    public Representation read() {
        Representation known = read;
        if (known == null) {
            known = Representation.of(type, bytes());
            read = known;
        }
        return known;
    }

    private byte[] bytes() {
        try (InputStream in = sibling.getResourceAsStream(path)) {
            return Objects.requireNonNull(in, path).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be read", e);
        }
    }
}
