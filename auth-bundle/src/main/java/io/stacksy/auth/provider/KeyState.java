package io.stacksy.auth.provider;

import java.util.Locale;

/** The states of a signing key, in order. */
enum KeyState {
    /** Published, so that everyone knows it before it signs. */
    STANDBY,
    /** The one that signs. */
    ACTIVE,
    /** Signs no more; what it signed holds until that expires. */
    PASSIVE,
    /** What it signed does not hold. */
    REVOKED;

    static KeyState of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
