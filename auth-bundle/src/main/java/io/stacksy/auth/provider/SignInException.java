package io.stacksy.auth.provider;

import java.time.Duration;

/** A sign-in, or its renewal, that was refused. The message is safe to send: it does not say which part was wrong. */
final class SignInException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final long RETRY_AFTER_SECONDS = 1;

    /** Why, for callers that decide by it. */
    enum Reason {
        WRONG_CREDENTIALS,
        /** The refresh token is spent, expired or unknown, or its session or account has ended. */
        SESSION_OVER,
        /** Too many failures before this: worth another try, but later. */
        DELAYED,
        /** Too many at once, or there is no key to sign with yet: worth another try. */
        BUSY
    }

    private final Reason reason;

    private final long retryAfterSeconds;

    private SignInException(Reason reason, String message, long retryAfterSeconds) {
        super(message);
        this.reason = reason;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    private SignInException(Reason reason, String message) {
        this(reason, message, RETRY_AFTER_SECONDS);
    }

    static SignInException wrongCredentials() {
        return new SignInException(Reason.WRONG_CREDENTIALS, "the user name or the password is wrong");
    }

    static SignInException sessionOver() {
        return new SignInException(Reason.SESSION_OVER, "the refresh token is not valid any more; sign in again");
    }

    static SignInException delayed(Duration delay) {
        long seconds = delay.plusMillis(999).toSeconds();
        return new SignInException(
                Reason.DELAYED, "too many sign-ins have failed; try again in " + seconds + " s", seconds);
    }

    static SignInException busy() {
        return new SignInException(Reason.BUSY, "too many are signing in at the moment; try again soon");
    }

    static SignInException noKey() {
        return new SignInException(Reason.BUSY, "the node has no key to sign tokens with yet; try again soon");
    }

    Reason reason() {
        return reason;
    }

    /** When another try is worth it, where one is. */
    long retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
