package io.stacksy.auth.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stacksy.tool.Problem;
import io.stacksy.tool.ToolException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What a new password has to be like: long enough, not among those that are tried first, and not the user's name. Any
 * character is good, and none is asked for. Immutable.
 */
final class PasswordRules {
    /** 30,000 in the order in which they are used, from the library zxcvbn. */
    private static final String LIST = "/com/nulabinc/zxcvbn/matchers/dictionaries/passwords.txt";

    private final Supplier<Set<String>> common;

    /** @param common in lower case */
    PasswordRules(Set<String> common) {
        this(() -> common);
    }

    private PasswordRules(Supplier<Set<String>> common) {
        this.common = common;
    }

    /** The list, read when it is first asked for: not while the node starts. */
    private static final class Common {
        static final Set<String> PASSWORDS = read();
    }

    /** With the list that comes with the platform. */
    static PasswordRules standard() {
        return new PasswordRules(() -> Common.PASSWORDS);
    }

    private static Set<String> read() {
        try (InputStream in = Objects.requireNonNull(PasswordRules.class.getResourceAsStream(LIST), LIST);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, UTF_8))) {
            return lines.lines()
                    .filter(password -> !Passwords.isTooShort(password))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many are too common, of those that are long enough. */
    int size() {
        return common.get().size();
    }

    /**
     * Returns if {@code password} is acceptable for that user.
     *
     * @param field what the caller calls it
     * @throws ToolException which says what is wrong with it, and never what it is
     */
    void check(String field, String password, String username) {
        if (Passwords.isTooShort(password) || Passwords.isTooLong(password)) {
            throw refused(field, "must have " + Passwords.LENGTH_MIN + " to " + Passwords.LENGTH_MAX + " characters");
        }
        if (password.equalsIgnoreCase(username)) {
            throw refused(field, "must not be the user name");
        }
        if (common.get().contains(password.toLowerCase(Locale.ROOT))) {
            throw refused(field, "is one of the passwords that are tried first; choose another");
        }
    }

    /** 400 with the field: a password that no account may have. */
    static ToolException refused(String field, String message) {
        return ToolException.of(new Problem(
                "about:blank",
                "Bad Request",
                400,
                field + ": " + message,
                List.of(new Problem.FieldError(field, message))));
    }
}
