package io.stacksy.auth.provider;

import java.util.List;

/** The keys that sign access tokens, durably and the same for all nodes. Thread-safe. */
interface SigningKeys {
    List<SigningKey> all();

    /** Adds {@code key} as the active one; returns false, and adds nothing, if there is an active one. */
    boolean addFirst(SigningKey key);
}
