package io.stacksy.auth;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Who a caller turned out to be.
 *
 * @param subject the account's stable identifier
 * @param name the account's name
 * @param roles the names of its roles, as of when it was authenticated
 * @param session the session that an access token belongs to; empty for an API key
 */
public record Identity(String subject, String name, Set<String> roles, Optional<String> session) {
    public Identity {
        Objects.requireNonNull(subject);
        Objects.requireNonNull(name);
        roles = Set.copyOf(roles);
    }
}
