package io.stacksy.deploy;

import java.time.Instant;
import java.util.Locale;
import java.util.Objects;

/**
 * Something that is wrong with a revision in service, as the node sees it from outside.
 *
 * @param since when it began
 * @param detail what it is and how much, in words of the node
 */
public record Trouble(Kind kind, Instant since, String detail) {
    public Trouble {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(since);
        Objects.requireNonNull(detail);
    }

    /** What kind of trouble. */
    public enum Kind {
        /** Most of its answers are failures, so that it is given a rest. */
        FAILING,
        /** Requests are past their deadline, and their threads do not come back. */
        HANGING,
        /** It has as many requests under way as it may have, and more are turned away. */
        CROWDED,
        /** It runs many threads of its own. */
        THREADS,
        /** It has all the connections to the database that it may have. */
        CONNECTIONS;

        /** The name that people, JSON and metrics see. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
