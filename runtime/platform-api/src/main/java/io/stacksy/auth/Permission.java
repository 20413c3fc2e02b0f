package io.stacksy.auth;

import java.util.regex.Pattern;

/**
 * What a role may grant: an action on a kind of thing, such as {@code links:write}. In a role, {@code links:*} stands
 * for every action on links and {@code *} for everything.
 */
public record Permission(String value) {
    /** The permission that covers all others. */
    public static final String EVERYTHING = "*";

    private static final Pattern SYNTAX = Pattern.compile("\\*|[a-z][a-z0-9-]{0,62}:(\\*|[a-z][a-z0-9-]{0,62})");

    public Permission {
        if (!SYNTAX.matcher(value).matches()) {
            throw new IllegalArgumentException("not a permission: '" + value + "'");
        }
    }

    /** Whether having this is having {@code wanted}, which names one action. */
    public boolean covers(String wanted) {
        if (value.equals(EVERYTHING) || value.equals(wanted)) {
            return true;
        }
        return value.endsWith(":*") && wanted.startsWith(value.substring(0, value.length() - 1));
    }

    @Override
    public String toString() {
        return value;
    }
}
