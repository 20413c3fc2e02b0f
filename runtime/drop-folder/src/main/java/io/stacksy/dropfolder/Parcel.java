package io.stacksy.dropfolder;

import io.stacksy.deploy.Submission;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A copy of a jar that nobody else writes to; gone when this is closed.
 *
 * @param signature what the file beside the jar says, called as the jar is and {@code .sig}; empty if there is none
 */
record Parcel(Path file, String sha256, Optional<String> signature) implements AutoCloseable {
    /** One byte more than a tool bundle may have, so that it is the deployer that says what is too much. */
    private static final long MOST = 64L * 1024 * 1024 + 1;

    private static final int LONGEST_SIGNATURE = 4096;

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
            Optional<String> signature = signature(jar);
            whole = true;
            return new Parcel(
                    copy, HexFormat.of().formatHex(digesting.getMessageDigest().digest()), signature);
        } finally {
            if (!whole) {
                Files.deleteIfExists(copy);
            }
        }
    }

    private static Optional<String> signature(Path jar) throws IOException {
        try (InputStream in = Files.newInputStream(jar.resolveSibling(jar.getFileName() + ".sig"))) {
            return Optional.of(new String(in.readNBytes(LONGEST_SIGNATURE), StandardCharsets.UTF_8).strip());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** What is handed in: nothing older than what is live, where the node asks for signatures. */
    Submission submission() {
        return new Submission(file, signature, false);
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
