package io.stacksy.auth.provider;

import io.stacksy.auth.Identity;
import io.stacksy.budget.Rate;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An API key that was verified, with its owner as of then.
 *
 * @param generation of the key when it was verified
 * @param until when the secret that it was verified by ends; empty for never
 */
record VerifiedKey(String id, UUID account, Identity identity, long generation, Optional<Instant> until) {
    /** @param standard the rate of a key that has none of its own */
    static VerifiedKey of(StoredKey stored, Optional<Rate> standard, Optional<Instant> until) {
        Account owner = stored.owner();
        ApiKey key = stored.key();
        Identity identity = new Identity(
                owner.id().toString(),
                owner.username(),
                owner.roles(),
                Optional.empty(),
                Optional.of(new Identity.Key(key.id(), key.scopes(), key.rate().or(() -> standard))));
        return new VerifiedKey(key.id(), owner.id(), identity, stored.generation(), until);
    }

    boolean holdsAt(Instant now) {
        return until.isEmpty() || now.isBefore(until.get());
    }
}
