package io.stacksy.auth.provider;

import io.stacksy.deploy.Actor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The keys that sign access tokens, durably and the same for all nodes. Each change is recorded in the audit trail, or not
 * made. Thread-safe.
 */
interface SigningKeys {
    List<SigningKey> all();

    /** Adds {@code key} as the active one; returns false, and adds nothing, if there is an active one. */
    boolean addFirst(SigningKey key);

    /** Adds {@code key} as the one on standby; returns false, and adds nothing, if there is one on standby. */
    boolean addStandby(SigningKey key);

    /** Lets the key on standby sign in place of the active one. */
    Rotated rotate(Rotation rotation, Actor actor);

    /** Forgets keys of which no token holds any more. */
    void sweep();

    /**
     * What is to change.
     *
     * @param active the key that is to stop signing; empty for whichever does
     * @param revoked a key whose tokens are to hold no more, active or not
     * @param next the key that will be on standby or, where none was, signs
     * @param hold how long after it has stopped signing a key still verifies
     */
    record Rotation(Optional<String> active, Optional<String> revoked, SigningKey next, Duration hold) {}

    /** What became of it. */
    enum Rotated {
        DONE,
        /** Nothing changed: another node was faster. */
        DONE_ALREADY,
        /** Nothing changed: there is no key of the name that was to be revoked. */
        UNKNOWN_KEY
    }
}
