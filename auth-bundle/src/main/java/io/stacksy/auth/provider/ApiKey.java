package io.stacksy.auth.provider;

import io.stacksy.auth.Permission;
import io.stacksy.budget.Rate;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What lets a program call the node in place of its owner, without the secret of it.
 *
 * @param account its owner
 * @param scopes what it lets the owner do, of all that the owner may do
 * @param rate how often it may be used; empty where the node's own rate holds
 * @param expiresAt when it ends; empty for never
 * @param lastUsedAt some seconds late
 * @param previousUntil how long the secret that it had before its last rotation is good; empty where it had none
 */
record ApiKey(
        String id,
        UUID account,
        String name,
        Set<Permission> scopes,
        Optional<Rate> rate,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Optional<Instant> lastUsedAt,
        Optional<Instant> previousUntil) {
    ApiKey {
        scopes = Set.copyOf(scopes);
    }

    boolean hasExpired(Instant now) {
        return expiresAt.isPresent() && !now.isBefore(expiresAt.get());
    }
}
