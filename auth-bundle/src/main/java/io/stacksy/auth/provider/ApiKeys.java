package io.stacksy.auth.provider;

import io.stacksy.deploy.Actor;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** API keys, durably. Each change is recorded in the audit trail, or not made. Thread-safe. */
interface ApiKeys {
    /** How many one account may have. */
    int MAX = 100;

    /** Returns false, and adds nothing, if its owner is gone or has {@value #MAX} already. */
    boolean add(ApiKey key, Sha256 secret, Actor actor);

    /**
     * The keys of an account that were not revoked, oldest first.
     *
     * @param after begins after the key of this identifier; empty begins with the oldest
     */
    List<ApiKey> list(UUID account, int limit, String after);

    Optional<ApiKey> find(UUID account, String id);

    /**
     * Gives a key another secret. The one before it stays good until {@code previousUntil}, any older one ends.
     *
     * @return the key as it is then; empty if the account has no such key
     */
    Optional<ApiKey> rotate(UUID account, String id, Sha256 secret, Instant previousUntil, Actor actor);

    /** Ends a key for good; returns false if the account has no such key. */
    boolean revoke(UUID account, String id, Actor actor);

    /** What a key is verified by, expired or not, whatever its owner's standing; empty if there is none. */
    Optional<StoredKey> stored(String id);

    /** Writes when keys were last used. */
    void used(Map<String, Instant> lastUses);

    /** Forgets keys that ended long ago. */
    void sweep();
}
