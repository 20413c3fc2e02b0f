package io.stacksy.gateway;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * What tells a request from others that its caller could mean: method, path, query, type and body. An alias is the same
 * as the tool's own path.
 */
final class Fingerprint {
    private final MessageDigest digest;

    private Fingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    static byte[] of(HttpServletRequest request, Target target, byte[] body) {
        return new Fingerprint()
                .add(request.getMethod())
                .add(target.base() + target.path())
                .add(request.getQueryString())
                .add(request.getContentType())
                .add(body)
                .digest
                .digest();
    }

    private Fingerprint add(@Nullable String part) {
        return add((part == null ? "" : part).getBytes(StandardCharsets.UTF_8));
    }

    /** With its length before it, so that nothing can pass from one part to the next. */
    private Fingerprint add(byte[] part) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
        digest.update(part);
        return this;
    }
}
