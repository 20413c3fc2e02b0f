package io.stacksy.auth.provider;

import java.util.Optional;
import java.util.regex.Pattern;

/** What a role is called. Has no colon, so that it cannot be taken for a permission. */
record RoleName(String value) {
    static final String RULE = "must be 1 to 63 lower-case letters, digits and hyphens, and begin with a letter";
    private static final Pattern SYNTAX = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    RoleName {
        if (!SYNTAX.matcher(value).matches()) {
            throw new IllegalArgumentException("not a role name");
        }
    }

    /** The name that {@code text} is, if it can be one. */
    static Optional<RoleName> of(String text) {
        return SYNTAX.matcher(text).matches() ? Optional.of(new RoleName(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
