package io.stacksy.auth.provider;

import io.stacksy.budget.Rate;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;

/**
 * An API key with what it is verified by.
 *
 * @param generation grows with each change of what verifies
 * @param secret the digest of its secret
 * @param previous the digest of the secret that it had before its last rotation
 */
record StoredKey(ApiKey key, Account owner, long generation, Sha256 secret, Optional<Sha256> previous) {
    /**
     * What a key with that secret is good for; empty if it is not this key's secret.
     *
     * @param standard the rate that it has if it has none of its own
     */
    Optional<VerifiedKey> verify(Sha256 given, Optional<Rate> standard) {
        if (isEqual(given, secret)) {
            return Optional.of(VerifiedKey.of(this, standard, key.expiresAt()));
        }
        return previous.filter(known -> isEqual(given, known)).map(known -> VerifiedKey.of(this, standard, earlier()));
    }

    private Optional<Instant> earlier() {
        Instant overlap = key.previousUntil().orElse(Instant.MIN);
        return Optional.of(key.expiresAt().filter(end -> end.isBefore(overlap)).orElse(overlap));
    }

    private static boolean isEqual(Sha256 one, Sha256 other) {
        return MessageDigest.isEqual(one.bytes(), other.bytes());
    }

    @Override
    public String toString() {
        return key.toString();
    }
}
