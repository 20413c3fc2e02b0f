package io.stacksy.route;

import java.util.Set;

/** What an endpoint has for a method and a path. */
public sealed interface Match {
    /** This operation answers. */
    record Found(Operation operation) implements Match {}

    /** The path exists, with these methods only (in upper case, {@code HEAD} and {@code OPTIONS} included). */
    record WrongMethod(Set<String> allowed) implements Match {
        public WrongMethod {
            allowed = Set.copyOf(allowed);
        }
    }

    /** Nothing is there. */
    record NotFound() implements Match {}
}
