package io.stacksy.auth;

import org.osgi.annotation.versioning.ProviderType;

/** Finds out who a caller is. On the path of every signed-in request: cheap for a credential seen before. Thread-safe. */
@ProviderType
public interface Authenticator {
    /**
     * Verifies an access token or an API key.
     *
     * @param credential as sent after {@code Bearer} or in {@code X-API-Key}
     * @throws AuthException if it is not good, for whatever reason, or the answer cannot be had now
     */
    Identity authenticate(String credential);
}
