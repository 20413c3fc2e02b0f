package io.stacksy.tool;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Who makes the request that is being answered.
 *
 * <p>A resource method takes it as a parameter, {@code @Context Caller caller}. What it says was established by the
 * gateway before the tool was reached; nothing of it comes from headers that a client could forge. Immutable.
 */
@ProviderType
public interface Caller {
    /** The account's stable identifier; empty for a caller that is not signed in. */
    Optional<String> id();

    /** The account's name, which may change; empty for a caller that is not signed in. */
    Optional<String> name();

    /**
     * The identifier of the API key that the request came by; empty for a caller that came by an access token or is not
     * signed in.
     */
    default Optional<String> keyId() {
        return Optional.empty();
    }

    /**
     * Whether the caller has {@code permission}, such as {@code links:write}; by an API key, only where the key's scopes
     * cover it, too. Always false when not signed in.
     */
    boolean has(String permission);

    /** The network address that the request came from, such as {@code 192.0.2.1}. */
    String address();

    /** The identifier of this request, as in its {@code X-Request-Id} and in every line of log about it. */
    String requestId();
}
