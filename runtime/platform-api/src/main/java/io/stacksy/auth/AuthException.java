package io.stacksy.auth;

import org.jspecify.annotations.Nullable;

/** A caller who could not be identified. The message is safe to send: it does not say which part was wrong. */
public final class AuthException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why, for callers that decide by it. */
    public enum Reason {
        /** The credential is not good: forged, expired, revoked, or of a disabled account. */
        INVALID,
        /** Whether it is good cannot be found out now. */
        UNAVAILABLE
    }

    private final Reason reason;

    private AuthException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public static AuthException invalid() {
        return new AuthException(Reason.INVALID, "the access token or API key is not valid; sign in again", null);
    }

    public static AuthException unavailable(Throwable cause) {
        return new AuthException(Reason.UNAVAILABLE, "sign-in cannot be checked at the moment; try again soon", cause);
    }

    public Reason reason() {
        return reason;
    }
}
