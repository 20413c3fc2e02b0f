package io.stacksy.auth.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The SHA-256 of a credential: what is kept of it, and looked up by. */
record Sha256(long first, long second, long third, long fourth) {
    /** Never used itself: a copy of it is had faster than a new one, which is looked for among all providers. */
    private static final MessageDigest UNUSED = digest();

    static Sha256 of(String text) {
        return read(copy().digest(text.getBytes(UTF_8)));
    }

    /** The digest that {@code bytes} are. */
    static Sha256 read(byte[] bytes) {
        ByteBuffer digest = ByteBuffer.wrap(bytes);
        return new Sha256(digest.getLong(), digest.getLong(), digest.getLong(), digest.getLong());
    }

    byte[] bytes() {
        return ByteBuffer.allocate(32)
                .putLong(first)
                .putLong(second)
                .putLong(third)
                .putLong(fourth)
                .array();
    }

    private static MessageDigest copy() {
        try {
            return (MessageDigest) UNUSED.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("every Java's own SHA-256 can be copied", e);
        }
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
