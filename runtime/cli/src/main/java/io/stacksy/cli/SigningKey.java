package io.stacksy.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The private key that tool bundles are signed with. In a file: a line with its id, and the key in PEM, as OpenSSL reads
 * it, too.
 */
record SigningKey(String id, PrivateKey key) {
    /** What the id of a key is made of. */
    static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final Pattern FILE = Pattern.compile("Stacksy-Key-Id: (" + ID
            + ")\\s+-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)" + "-----END PRIVATE KEY-----\\s*");

    /** Where it is unless it is said. */
    static Path standardFile(Session session) {
        return session.folder().resolve("signing-key.pem");
    }

    static SigningKey read(Path file) {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw Failure.usage("there is no private key at " + file
                    + "; make one with: stacksy keygen, or say where it" + " is with --key");
        } catch (IOException e) {
            throw Failure.usage(file + " cannot be read: " + e);
        }
        Matcher matcher = FILE.matcher(text);
        if (!matcher.matches()) {
            throw Failure.usage(file + " is not a private key that 'stacksy keygen' has made");
        }
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(matcher.group(2));
            return new SigningKey(
                    matcher.group(1),
                    KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw Failure.usage(file + " is damaged: there is no Ed25519 key in it");
        }
    }

    /** Writes it where nothing is yet, for nobody else to read. */
    void write(Path file) {
        String text = "Stacksy-Key-Id: " + id + "\n-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            try (var channel = Files.newByteChannel(
                    file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNER_ONLY)) {
                channel.write(StandardCharsets.US_ASCII.encode(text));
            }
        } catch (FileAlreadyExistsException e) {
            throw Failure.usage(
                    file + " is there already, and a key is not written over; name another file with --key");
        } catch (IOException e) {
            throw Failure.usage(file + " cannot be written: " + e);
        }
    }

    /** The signature of a file, as it lies beside it. */
    String sign(Path file) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(Files.readAllBytes(file));
            return id + ":" + Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has Ed25519", e);
        } catch (IOException e) {
            throw Failure.usage(file + " cannot be read: " + e);
        }
    }
}
