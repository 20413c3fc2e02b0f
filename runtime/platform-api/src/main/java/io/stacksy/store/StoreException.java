package io.stacksy.store;

import org.jspecify.annotations.Nullable;

/** A database that did not do what was asked. Never carries SQL or values in its message. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why, for callers that decide by it. */
    public enum Reason {
        /** It is away, or did not answer in time. Nothing is known to have changed. */
        UNAVAILABLE,
        /** A row with that key is there already. */
        DUPLICATE,
        /** A migration failed; the schema is as it was before it. */
        MIGRATION_FAILED,
        /** Anything else: a mistake in the statement or in the data. */
        REJECTED
    }

    private final Reason reason;

    private StoreException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public static StoreException unavailable(Throwable cause) {
        return new StoreException(Reason.UNAVAILABLE, "the database is not available", cause);
    }

    public static StoreException duplicate(Throwable cause) {
        return new StoreException(Reason.DUPLICATE, "there is one with that key already", cause);
    }

    public static StoreException migrationFailed(String message, Throwable cause) {
        return new StoreException(Reason.MIGRATION_FAILED, message, cause);
    }

    public static StoreException rejected(String message, @Nullable Throwable cause) {
        return new StoreException(Reason.REJECTED, message, cause);
    }

    public Reason reason() {
        return reason;
    }
}
