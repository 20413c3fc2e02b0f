package io.stacksy.auth;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A caller who could not be identified. The message is safe to send: it does not say which part was wrong. */
public final class AuthException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why, for callers that decide by it. */
    public enum Reason {
        /** The credential is not good: forged, expired, revoked, or of a disabled account. */
        INVALID,
        /** It is good, and was used more often than it may be; {@link AuthException#limit} says when it may again. */
        LIMITED,
        /** Whether it is good cannot be found out now. */
        UNAVAILABLE
    }

    /**
     * How often a credential may be used.
     *
     * @param permits how often within {@code per}
     * @param retryAfter when it may be used again
     */
    public record Limit(long permits, Duration per, Duration retryAfter) {}

    private final Reason reason;
    private final @Nullable transient Limit limit;

    private AuthException(Reason reason, String message, @Nullable Limit limit, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.limit = limit;
    }

    public static AuthException invalid() {
        return new AuthException(Reason.INVALID, "the access token or API key is not valid; sign in again", null, null);
    }

    public static AuthException limited(Limit limit) {
        String message = "this API key may be used " + limit.permits() + " times in "
                + limit.per().toSeconds() + " s; try again later";
        return new AuthException(Reason.LIMITED, message, limit, null);
    }

    public static AuthException unavailable(Throwable cause) {
        return new AuthException(
                Reason.UNAVAILABLE, "sign-in cannot be checked at the moment; try again soon", null, cause);
    }

    public Reason reason() {
        return reason;
    }

    /** What was exceeded; empty unless that is the reason. */
    public Optional<Limit> limit() {
        return Optional.ofNullable(limit);
    }
}
