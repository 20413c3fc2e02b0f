package io.stacksy.deployer;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A public key whose signatures count, and from when until when they do.
 *
 * @param validUntil the first instant at which it counts no more
 * @param revokedAt from when on nothing that it has signed counts, whenever it was signed
 */
record TrustedKey(
        String id,
        PublicKey key,
        Optional<Instant> validFrom,
        Optional<Instant> validUntil,
        Optional<Instant> revokedAt) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final String FROM = "valid-from";
    private static final String UNTIL = "valid-until";
    private static final String REVOKED = "revoked-at";

    /**
     * Reads a line of a key ring: {@code <keyid> <public key> [valid-from=…] [valid-until=…] [revoked-at=…]}.
     *
     * @throws IllegalArgumentException if it is none, saying why
     */
    static TrustedKey parse(String line) {
        String[] words = line.strip().split("\\s+", -1);
        if (words.length < 2) {
            throw new IllegalArgumentException("it has no public key after the key id");
        }
        if (!ID.matcher(words[0]).matches()) {
            throw new IllegalArgumentException(
                    "a key id has 1 to 64 letters, digits, dots, hyphens or underscores, and '"
                            + Archive.printable(words[0]) + "' has others");
        }
        Map<String, Instant> times = new HashMap<>();
        for (int i = 2; i < words.length; i++) {
            String[] pair = words[i].split("=", 2);
            if (pair.length < 2 || !(pair[0].equals(FROM) || pair[0].equals(UNTIL) || pair[0].equals(REVOKED))) {
                throw new IllegalArgumentException("'" + Archive.printable(words[i]) + "' is none of " + FROM + "=, "
                        + UNTIL + "= and " + REVOKED + "=");
            }
            if (times.put(pair[0], instant(pair[1])) != null) {
                throw new IllegalArgumentException("it has " + pair[0] + " twice");
            }
        }
        return new TrustedKey(
                words[0],
                publicKey(words[1]),
                Optional.ofNullable(times.get(FROM)),
                Optional.ofNullable(times.get(UNTIL)),
                Optional.ofNullable(times.get(REVOKED)));
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "'" + Archive.printable(text) + "' is not a time such as 2027-01-31T00:00:00Z", e);
        }
    }

    private static PublicKey publicKey(String text) {
        try {
            return KeyFactory.getInstance("Ed25519")
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(text)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("its public key is not the base64 of an Ed25519 key in X.509 form", e);
        }
    }

    /** Why it does not count at {@code now}; empty if it does. */
    Optional<String> refusal(Instant now) {
        if (revokedAt.filter(revoked -> !now.isBefore(revoked)).isPresent()) {
            return Optional.of("was revoked at " + revokedAt.get());
        }
        if (validUntil.filter(until -> !now.isBefore(until)).isPresent()) {
            return Optional.of("expired at " + validUntil.get());
        }
        return validFrom.filter(now::isBefore).map(from -> "is only valid from " + from + " on");
    }
}
