package io.stacksy.auth;

import io.stacksy.budget.Rate;
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
 * @param key the API key that it came by; empty for an access token
 */
public record Identity(String subject, String name, Set<String> roles, Optional<String> session, Optional<Key> key) {
    public Identity {
        Objects.requireNonNull(subject);
        Objects.requireNonNull(name);
        Objects.requireNonNull(session);
        Objects.requireNonNull(key);
        roles = Set.copyOf(roles);
    }

    /** One that came without an API key. */
    public Identity(String subject, String name, Set<String> roles, Optional<String> session) {
        this(subject, name, roles, session, Optional.empty());
    }

    /**
     * An API key.
     *
     * @param scopes what it lets its owner do, of all that the owner may do
     * @param rate how often it may be used; empty for no limit
     */
    public record Key(String id, Set<Permission> scopes, Optional<Rate> rate) {
        public Key {
            Objects.requireNonNull(id);
            Objects.requireNonNull(rate);
            scopes = Set.copyOf(scopes);
        }

        /** Whether it lets its owner use {@code permission}. */
        public boolean covers(String permission) {
            for (Permission scope : scopes) {
                if (scope.covers(permission)) {
                    return true;
                }
            }
            return false;
        }
    }
}
