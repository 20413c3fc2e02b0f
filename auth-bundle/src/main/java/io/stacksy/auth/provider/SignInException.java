package io.stacksy.auth.provider;

/** A sign-in, or its renewal, that was refused. The message is safe to send: it does not say which part was wrong. */
final class SignInException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why, for callers that decide by it. */
    enum Reason {
        WRONG_CREDENTIALS,
        /** The refresh token is spent, expired or unknown, or its session or account has ended. */
        SESSION_OVER,
        /** Too many at once, or there is no key to sign with yet: worth another try. */
        BUSY
    }

    private final Reason reason;

    private SignInException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    static SignInException wrongCredentials() {
        return new SignInException(Reason.WRONG_CREDENTIALS, "the user name or the password is wrong");
    }

    static SignInException sessionOver() {
        return new SignInException(Reason.SESSION_OVER, "the refresh token is not valid any more; sign in again");
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
}
