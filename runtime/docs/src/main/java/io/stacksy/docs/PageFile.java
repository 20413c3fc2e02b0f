package io.stacksy.docs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;

/**
 * One file of the page, in memory.
 *
 * @param type its media type
 * @param tag tells these bytes from all others
 * @param lasting whether another file will never have its path
 * @param packed the same bytes by gzip
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes of an answer, which nobody compares
record PageFile(String type, String tag, boolean lasting, byte[] bytes, byte[] packed) {
    /** @param resource where the bundle has it */
    static PageFile of(String type, boolean lasting, String resource) {
        byte[] bytes = read(resource);
        return new PageFile(type, tag(bytes), lasting, bytes, packed(bytes));
    }

    private static byte[] read(String resource) {
        try (InputStream in = PageFile.class.getResourceAsStream(resource)) {
            return Objects.requireNonNull(in, resource).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(resource + " cannot be read", e);
        }
    }

    private static byte[] packed(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written to", e);
        }
        return packed.toByteArray();
    }

    private static String tag(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
