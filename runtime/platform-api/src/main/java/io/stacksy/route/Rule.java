package io.stacksy.route;

import java.util.Set;

/** Who may call an operation. */
public sealed interface Rule {
    /** Anyone, signed in or not: {@code @PermitAll}. */
    record Anyone() implements Rule {}

    /** Anyone who is signed in: what holds where nothing else is said. */
    record SignedIn() implements Rule {}

    /**
     * Whoever has at least one of these, each the name of a role or a permission such as {@code links:write}:
     * {@code @RolesAllowed}.
     */
    record AnyOf(Set<String> grants) implements Rule {
        public AnyOf {
            grants = Set.copyOf(grants);
        }
    }

    /** Nobody: {@code @DenyAll}. */
    record Nobody() implements Rule {}
}
