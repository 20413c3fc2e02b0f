package io.stacksy.cli;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A person's yes to what cannot be taken back. */
final class Confirmation {
    private static final Set<String> YES = Set.of("y", "yes");

    private Confirmation() {}

    /**
     * Asks; returns where the answer is yes.
     *
     * @param question what is asked, without the question mark's "[y/N]"
     * @param otherwise what is said where it is no, such as {@code nothing was removed}
     */
    static void of(Terminal terminal, String question, String otherwise) {
        Optional<String> answer = terminal.person()
                .orElseThrow(() -> Failure.usage("nobody is here to confirm it; say --yes"))
                .line(Terminal.printable(question) + " [y/N] ");
        if (!YES.contains(answer.orElse("").strip().toLowerCase(Locale.ROOT))) {
            throw Failure.refused(otherwise, Optional.empty());
        }
    }
}
