package io.stacksy.auth.provider;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What has changed since access tokens were issued that have not expired yet, and what roles are worth. Immutable.
 *
 * @param revoked sessions that were ended
 * @param changed accounts that were disabled, removed or given other roles, as they are now
 */
record Standing(Set<UUID> revoked, Map<UUID, Account> changed, Map<String, Role> roles) {
    Standing {
        revoked = Set.copyOf(revoked);
        changed = Map.copyOf(changed);
        roles = Map.copyOf(roles);
    }

    /** Where it is read from. */
    @FunctionalInterface
    interface Source {
        /** What has changed within {@code window} before now, by the clock of the source. */
        Standing within(Duration window);
    }
}
