package io.stacksy.admin.rest;

import io.stacksy.tool.Problem;
import io.stacksy.tool.ToolException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/** A request body in a file of its own, which is gone when this is closed. */
final class Upload implements AutoCloseable {
    private static final int CHUNK = 64 * 1024;

    private final Path file;

    private Upload(Path file) {
        this.file = file;
    }

    /**
     * Takes all of {@code body} in.
     *
     * @param digest what it has to match, where the caller said so
     * @throws IOException if the body did not arrive whole
     */
    static Upload of(InputStream body, Optional<ContentDigest> digest) throws IOException {
        Upload upload = new Upload(newFile());
        boolean whole = false;
        try {
            byte[] received = upload.fill(body);
            digest.ifPresent(expected -> expected.verify(received));
            whole = true;
            return upload;
        } finally {
            if (!whole) {
                upload.close();
            }
        }
    }

    Path file() {
        return file;
    }

    private byte[] fill(InputStream body) throws IOException {
        MessageDigest sha256 = sha256();
        try (OutputStream out = Files.newOutputStream(file)) {
            byte[] chunk = new byte[CHUNK];
            for (int length = body.read(chunk); length >= 0; length = body.read(chunk)) {
                sha256.update(chunk, 0, length);
                keep(out, chunk, length);
            }
        }
        return sha256.digest();
    }

    private static Path newFile() {
        try {
            return Files.createTempFile("stacksy-upload-", ".jar");
        } catch (IOException e) {
            throw noRoom();
        }
    }

    private static void keep(OutputStream out, byte[] chunk, int length) {
        try {
            out.write(chunk, 0, length);
        } catch (IOException e) {
            throw noRoom();
        }
    }

    private static ToolException noRoom() {
        return ToolException.of(Problem.of(
                507,
                "Insufficient Storage",
                "the jar could not be kept while it arrived; make room in the node's folder for temporary files"));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
