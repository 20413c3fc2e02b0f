package io.stacksy.auth;

import org.osgi.annotation.versioning.ProviderType;

/** Says what a caller may do. Makes no remote call. Thread-safe. */
@ProviderType
public interface Authorizer {
    /**
     * Whether {@code identity} has {@code grant}: a role of that name or, where it contains a colon or is {@code *}, a
     * permission through one of its roles. The role {@code admin} has every permission and counts as every built-in role.
     * Who came by an API key has of all that only what the key's scopes cover, and roles only where these are all.
     */
    boolean grants(Identity identity, String grant);
}
