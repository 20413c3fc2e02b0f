package io.stacksy.auth.provider;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/** Someone, or something, that may call the node, unless disabled. */
record Account(UUID id, String username, Set<String> roles, boolean enabled, Instant createdAt, AccountKind kind) {
    Account {
        roles = Set.copyOf(roles);
    }

    /** A person's. */
    Account(UUID id, String username, Set<String> roles, boolean enabled, Instant createdAt) {
        this(id, username, roles, enabled, createdAt, AccountKind.PERSON);
    }

    /** Whether it is one that the node could be administered with after all others are gone. */
    boolean isActiveAdmin() {
        return enabled && kind == AccountKind.PERSON && roles.contains(Role.ADMIN);
    }
}
