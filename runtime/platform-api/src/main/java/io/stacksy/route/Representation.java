package io.stacksy.route;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Bytes as an endpoint shows them: of one media type, with an entity tag, so that who has them is told so. Immutable. */
public final class Representation {
    private static final int DIGITS = 32;

    private final String type;
    private final byte[] content;
    private final String tag;

    private Representation(String type, byte[] content) {
        this.type = type;
        this.content = content;
        this.tag = '"' + sha256(content).substring(0, DIGITS) + '"';
    }

    /**
     * One of {@code content}, which nobody is to change after this.
     *
     * @param type the media type, with its {@code charset} where it is text
     */
    public static Representation of(String type, byte[] content) {
        return new Representation(type, content);
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The entity tag, in its quotes: another one for other content. */
    public String tag() {
        return tag;
    }

    /**
     * Answers a {@code GET} or {@code HEAD} with it: 200, or 304 where the client says that it has this. Header fields that
     * are set before go along with both.
     *
     * @throws IOException where the client does not take it
     */
    public void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("ETag", tag);
        if (isHeldBy(request.getHeader("If-None-Match"))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setContentType(type);
        response.setContentLength(content.length);
        if (!request.getMethod().equals("HEAD")) {
            response.getOutputStream().write(content);
        }
    }

    private boolean isHeldBy(@Nullable String ifNoneMatch) {
        return ifNoneMatch != null
                && Arrays.stream(ifNoneMatch.split(","))
                        .map(String::strip)
                        .map(held -> held.startsWith("W/") ? held.substring(2) : held)
                        .anyMatch(held -> held.equals(tag) || held.equals("*"));
    }
}
