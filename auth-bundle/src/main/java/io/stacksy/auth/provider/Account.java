package io.stacksy.auth.provider;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/** Someone who may sign in, unless disabled. */
record Account(UUID id, String username, Set<String> roles, boolean enabled, Instant createdAt) {
    Account {
        roles = Set.copyOf(roles);
    }

    boolean isActiveAdmin() {
        return enabled && roles.contains(Role.ADMIN);
    }
}
