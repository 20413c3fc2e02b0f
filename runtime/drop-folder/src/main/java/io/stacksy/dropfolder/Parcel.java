package io.stacksy.dropfolder;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A copy of a jar that nobody else writes to; gone when this is closed. */
record Parcel(Path file, String sha256) implements AutoCloseable {
    /** One byte more than a tool bundle may have, so that it is the deployer that says what is too much. */
    private static final long MOST = 64L * 1024 * 1024 + 1;

    static Parcel of(Path jar) throws IOException {
        Path copy = Files.createTempFile("stacksy-drop-", ".jar");
        boolean whole = false;
        try (InputStream in = Files.newInputStream(jar);
                OutputStream out = Files.newOutputStream(copy)) {
            DigestInputStream digesting = new DigestInputStream(in, sha256Digest());
            byte[] chunk = new byte[64 * 1024];
            long bytes = 0;
            for (int n = digesting.read(chunk); n >= 0 && bytes < MOST; n = digesting.read(chunk)) {
                out.write(chunk, 0, n);
                bytes += n;
            }
            whole = true;
            return new Parcel(
                    copy, HexFormat.of().formatHex(digesting.getMessageDigest().digest()));
        } finally {
            if (!whole) {
                Files.deleteIfExists(copy);
            }
        }
    }

    private static MessageDigest sha256Digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
