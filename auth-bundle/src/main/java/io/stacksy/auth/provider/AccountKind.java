package io.stacksy.auth.provider;

import java.util.Locale;
import java.util.Optional;

/** Who an account is for. */
enum AccountKind {
    /** Somebody who signs in with a password. */
    PERSON,
    /** A program: it has no password and cannot sign in, but has API keys. */
    SERVICE;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<AccountKind> of(String label) {
        for (AccountKind kind : values()) {
            if (kind.label().equals(label)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
