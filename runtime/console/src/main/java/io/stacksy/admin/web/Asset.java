package io.stacksy.admin.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A file of this bundle as it goes to a browser. Immutable. */
final class Asset {
    private static final int DIGITS = 32;

    private final byte[] content;
    private final String type;
    private final String tag;

    private Asset(byte[] content, String type) {
        this.content = content;
        this.type = type;
        this.tag = '"' + sha256(content).substring(0, DIGITS) + '"';
    }

    /** The file {@code name}, read whole: they are few, small, and do not change. */
    static Asset named(String name) {
        try (InputStream file = Asset.class.getResourceAsStream(name)) {
            return new Asset(Objects.requireNonNull(file, name).readAllBytes(), type(name));
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be read", e);
        }
    }

    private static String type(String name) {
        String ending = name.substring(name.lastIndexOf('.') + 1);
        return switch (ending) {
            case "html" -> "text/html;charset=utf-8";
            case "css" -> "text/css;charset=utf-8";
            case "js" -> "text/javascript;charset=utf-8";
            case "svg" -> "image/svg+xml";
            default -> throw new IllegalArgumentException("no media type is known for '" + name + "'");
        };
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Its media type. */
    String type() {
        return type;
    }

    /** Its entity tag: another one for other content. */
    String tag() {
        return tag;
    }

    int length() {
        return content.length;
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(content);
    }

    /** Whether a browser that sends this {@code If-None-Match} has it already. */
    boolean isHeldBy(@Nullable String ifNoneMatch) {
        return ifNoneMatch != null
                && Arrays.stream(ifNoneMatch.split(","))
                        .map(String::strip)
                        .map(held -> held.startsWith("W/") ? held.substring(2) : held)
                        .anyMatch(held -> held.equals(tag) || held.equals("*"));
    }
}
