package io.stacksy.route;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Who may call an operation. */
public sealed interface Rule {
    /** {@code WWW-Authenticate}, as RFC 6750 has it, for one who is not signed in. */
    String CHALLENGE = "Bearer realm=\"stacksy\"";

    /** {@code WWW-Authenticate} for one who is signed in and may not: it names what is lacking. */
    default String insufficientScope() {
        String lacking = CHALLENGE + ", error=\"insufficient_scope\"";
        return this instanceof AnyOf anyOf ? lacking + ", scope=\"" + anyOf.scope() + "\"" : lacking;
    }

    /** The permissions that {@code operations} ask for, in order. Names of roles are none. */
    static List<String> permissions(Collection<Operation> operations) {
        return operations.stream()
                .map(Operation::rule)
                .flatMap(rule -> rule instanceof AnyOf anyOf ? anyOf.grants().stream() : Stream.empty())
                .filter(grant -> grant.indexOf(':') >= 0)
                .distinct()
                .sorted()
                .toList();
    }

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

        /** What of it can stand in a challenge, in order: one of these is enough. */
        private String scope() {
            return String.join(" ", new TreeSet<>(grants)).replaceAll("[^\\x20-\\x7e]|[\"\\\\]", "");
        }
    }

    /** Nobody: {@code @DenyAll}. */
    record Nobody() implements Rule {}
}
