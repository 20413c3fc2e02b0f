package io.stacksy.auth.provider;

import io.stacksy.auth.AuthException;
import io.stacksy.store.StoreException;

/** What a credential is answered with that the database could not be asked about. */
final class Unread {
    private Unread() {}

    /** {@code UNAVAILABLE} where the database is away; what it says itself where that is something else. */
    static RuntimeException refusal(StoreException failure) {
        return failure.reason() == StoreException.Reason.UNAVAILABLE ? AuthException.unavailable(failure) : failure;
    }
}
