package io.stacksy.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A tool bundle on this machine. What can be seen to be wrong with it here is not sent.
 *
 * @param sha256 its digest, in base64
 * @param signature what lies beside it, as {@code <keyid>:<base64>}; empty if it is not signed
 */
record Jar(Path file, String sha256, Optional<String> signature) {
    private static final long SIZE_MAX = 64L * 1024 * 1024;

    static Jar of(Path file) {
        check(file);
        try {
            return new Jar(file, digest(file), signature(file));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** Makes sure that it is a jar, as far as can be seen here. */
    static void check(Path file) {
        if (!Files.exists(file)) {
            throw Failure.usage("there is no file " + file);
        }
        if (!Files.isRegularFile(file)) {
            throw Failure.usage(file + " is not a file; name the tool bundle's jar");
        }
        if (!Files.isReadable(file)) {
            throw Failure.usage(file + " may not be read by you");
        }
        try {
            if (Files.size(file) > SIZE_MAX) {
                throw Failure.usage(file + " has " + Files.size(file) + " bytes; a tool bundle may have " + SIZE_MAX);
            }
            requireZip(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static Failure unreadable(Path file, IOException e) {
        return Failure.usage(file + " cannot be read: " + e.getMessage());
    }

    HttpRequest.BodyPublisher body() {
        try {
            return HttpRequest.BodyPublishers.ofFile(file);
        } catch (FileNotFoundException e) {
            throw Failure.usage(file + " is not there any more");
        }
    }

    /** Where the signature of a jar is: beside it. */
    static Path signatureOf(Path file) {
        return file.resolveSibling(file.getFileName() + ".sig");
    }

    private static Optional<String> signature(Path file) throws IOException {
        Path beside = signatureOf(file);
        if (!Files.exists(beside)) {
            return Optional.empty();
        }
        String signature = Files.readString(beside, StandardCharsets.ISO_8859_1).strip();
        if (!signature.matches("[!-~]{1,512}")) {
            throw Failure.usage(
                    beside + " is not a signature; make it again with: stacksy sign " + file + ", or delete it");
        }
        return Optional.of(signature);
    }

    private static void requireZip(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            if (zip.size() == 0) {
                throw Failure.usage(file + " is an empty jar");
            }
        } catch (ZipException e) {
            throw Failure.usage(file + " is not a jar, or only a part of one; build it again");
        }
    }

    private static String digest(Path file) throws IOException {
        MessageDigest sha256 = newDigest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha256)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return Base64.getEncoder().encodeToString(sha256.digest());
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
