package io.stacksy.auth.provider;

import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Optional;

/**
 * A key that signs access tokens, as it is stored.
 *
 * @param kid names it in the header of what it signed
 * @param privateKey in PKCS #8, sealed for the purpose {@code kid}
 * @param activatedAt when it began to sign; empty while it is on standby
 * @param expiresAt when the last token that it signed has expired; empty while it may sign
 */
record SigningKey(
        String kid,
        KeyState state,
        RSAPublicKey publicKey,
        Sealed privateKey,
        Instant createdAt,
        Optional<Instant> activatedAt,
        Optional<Instant> expiresAt) {
    /** Whether a token that it signed holds at {@code now}. */
    boolean verifiesAt(Instant now) {
        return switch (state) {
            case STANDBY, ACTIVE -> true;
            case PASSIVE -> expiresAt.map(now::isBefore).orElse(true);
            case REVOKED -> false;
        };
    }
}
