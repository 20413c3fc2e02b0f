package io.stacksy.auth.provider;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What has changed since access tokens were issued that have not expired yet, and since API keys were verified that are
 * remembered; and what roles are worth. Immutable.
 *
 * @param revoked sessions that were ended
 * @param changed accounts that were disabled, removed or given other roles, as they are now
 * @param keys the generations of API keys that were rotated or revoked
 */
record Standing(Set<UUID> revoked, Map<UUID, Account> changed, Map<String, Role> roles, Map<String, Long> keys) {
    Standing {
        revoked = Set.copyOf(revoked);
        changed = Map.copyOf(changed);
        roles = Map.copyOf(roles);
        keys = Map.copyOf(keys);
    }

    /** One where no API key has changed. */
    Standing(Set<UUID> revoked, Map<UUID, Account> changed, Map<String, Role> roles) {
        this(revoked, changed, roles, Map.of());
    }

    /** Where it is read from. */
    @FunctionalInterface
    interface Source {
        /** What has changed within {@code window} before now, by the clock of the source. */
        Standing within(Duration window);
    }
}
