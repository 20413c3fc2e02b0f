package io.stacksy.cli;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes a key pair to sign tool bundles with. */
@Command(
        name = "keygen",
        description = "Makes a key to sign tool bundles with, and shows the line for the node's key ring.")
final class GenerateKey implements Runnable {
    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "Where to put the private key, else signing-key.pem in the user's folder for stacksy.")
    @Nullable
    private Path file;

    @Option(names = "--id", paramLabel = "ID", description = "What to call the key, else a part of its digest.")
    @Nullable
    private String id;

    @Option(
            names = "--days",
            paramLabel = "DAYS",
            defaultValue = "365",
            description = "How long it is to be valid, from now on: ${DEFAULT-VALUE} days unless it is said.")
    private int days;

    private final Session session;

    GenerateKey(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        if (days < 1 || days > 36_500) {
            throw Failure.usage("--days must be a number from 1 to 36500");
        }
        KeyPair pair = newPair();
        byte[] encoded = pair.getPublic().getEncoded();
        String keyId = id == null ? fingerprint(encoded) : id;
        if (!SigningKey.ID.matcher(keyId).matches()) {
            throw Failure.usage("--id takes 1 to 64 letters, digits, dots, hyphens and underscores");
        }
        Path target = file == null ? SigningKey.standardFile(session) : file;
        new SigningKey(keyId, pair.getPrivate()).write(target);
        show(keyId, Base64.getEncoder().encodeToString(encoded), target);
    }

    private void show(String keyId, String publicKey, Path target) {
        Instant now = session.clock().instant().truncatedTo(ChronoUnit.SECONDS);
        Instant end = now.plus(Duration.ofDays(days));
        String line = keyId + " " + publicKey + " valid-from=" + now + " valid-until=" + end;
        if (session.json()) {
            Map<String, String> key = new LinkedHashMap<>();
            key.put("key_id", keyId);
            key.put("public_key", publicKey);
            key.put("valid_from", now.toString());
            key.put("valid_until", end.toString());
            key.put("key_ring_line", line);
            key.put("private_key_file", target.toString());
            session.terminal().raw(Json.write(key));
        } else {
            session.tell("# the private key is in " + target + "; this line goes into the node's key ring:");
            session.terminal().line(line);
        }
    }

    private static KeyPair newPair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has Ed25519", e);
        }
    }

    private static String fingerprint(byte[] key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key);
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
