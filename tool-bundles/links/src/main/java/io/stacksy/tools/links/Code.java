package io.stacksy.tools.links;

import io.stacksy.tool.ToolException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** The last part of a short link, by which it is known. Case matters. */
record Code(String value) {
    private static final Pattern SYNTAX = Pattern.compile("[A-Za-z0-9_-]{3,64}");
    private static final Set<String> RESERVED = Set.of(
            "l", "api", "auth", "admin", "health", "metrics", "docs", "console", "system", "static", "stats", "null");
    private static final String BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int GENERATED_LENGTH = 7;

    Code {
        if (!SYNTAX.matcher(value).matches()) {
            throw new IllegalArgumentException("not a code: '" + value + "'");
        }
    }

    /** The code that is written in a path; empty if it can be none, so that nobody need look for it. */
    static Optional<Code> find(String text) {
        return SYNTAX.matcher(text).matches() ? Optional.of(new Code(text)) : Optional.empty();
    }

    /** A code of the caller's choice. */
    static Code chosen(String text) {
        if (!SYNTAX.matcher(text).matches()) {
            throw ToolException.invalid("code", "must be 3 to 64 characters of A-Z a-z 0-9 _ -");
        }
        if (RESERVED.contains(text.toLowerCase(Locale.ROOT))) {
            throw ToolException.invalid("code", "is a reserved word; choose another");
        }
        return new Code(text);
    }

    /** A code that nobody can guess from those before it. */
    static Code random(RandomGenerator random) {
        StringBuilder text = new StringBuilder(GENERATED_LENGTH);
        for (int i = 0; i < GENERATED_LENGTH; i++) {
            text.append(BASE62.charAt(random.nextInt(BASE62.length())));
        }
        return new Code(text.toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
