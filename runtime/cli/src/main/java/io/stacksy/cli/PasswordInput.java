package io.stacksy.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where a password comes from: a file, a person, or what is piped in. Never the command line, which others can see. */
final class PasswordInput {
    private PasswordInput() {}

    /** The password of an account that is there; asked for once. */
    static String known(Terminal terminal, @Nullable Path file) {
        return present(file == null ? typedOrPiped(terminal, "Password: ") : firstLine(file));
    }

    /** A password that is to be given; a person types it twice. */
    static String chosen(Terminal terminal, @Nullable Path file) {
        String password = present(file == null ? typedOrPiped(terminal, "New password: ") : firstLine(file));
        if (file == null && terminal.person().isPresent()) {
            String again = typedOrPiped(terminal, "The same again: ");
            if (!again.equals(password)) {
                throw Failure.usage("the two are not the same; nothing was changed");
            }
        }
        return password;
    }

    private static String present(String password) {
        if (password.isEmpty()) {
            throw Failure.usage("no password was given");
        }
        return password;
    }

    private static String typedOrPiped(Terminal terminal, String prompt) {
        return terminal.person()
                .map(person -> person.secret(prompt))
                .orElseGet(terminal::pipedLine)
                .orElse("");
    }

    private static String firstLine(Path file) {
        try {
            return Files.readString(file).lines().findFirst().orElse("");
        } catch (IOException e) {
            throw Failure.usage("the password file " + file + " cannot be read");
        }
    }
}
