package io.stacksy.auth.provider;

import java.util.Optional;
import java.util.regex.Pattern;

/** The name an account is signed in by. Plain ASCII, so that no two look alike; letter case makes no difference. */
record Username(String value) {
    static final String RULE = "must be 1 to 64 letters, digits, or . _ @ + -, and begin with a letter or digit";
    private static final Pattern SYNTAX = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}");

    Username {
        if (!SYNTAX.matcher(value).matches()) {
            throw new IllegalArgumentException("not a user name");
        }
    }

    /** The name that {@code text} is, if it can be one. */
    static Optional<Username> of(String text) {
        return SYNTAX.matcher(text).matches() ? Optional.of(new Username(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
