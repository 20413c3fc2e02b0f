package io.stacksy.description;

import io.stacksy.route.Rule;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Who may call, compared and in words. */
final class Rules {
    private Rules() {}

    /** The rule that lets through whoever any of the two lets through. */
    static Rule weaker(Rule one, Rule other) {
        if (one instanceof Rule.AnyOf first && other instanceof Rule.AnyOf second) {
            Set<String> grants = new LinkedHashSet<>(first.grants());
            grants.addAll(second.grants());
            return new Rule.AnyOf(grants);
        }
        return admits(one, other) ? one : other;
    }

    /** Whether whoever passes {@code before} passes {@code after} too. */
    static boolean admits(Rule after, Rule before) {
        if (after instanceof Rule.Anyone || before instanceof Rule.Nobody) {
            return true;
        }
        if (after instanceof Rule.SignedIn) {
            return !(before instanceof Rule.Anyone);
        }
        return after instanceof Rule.AnyOf now
                && before instanceof Rule.AnyOf then
                && now.grants().containsAll(then.grants());
    }

    static Set<String> grants(Rule rule) {
        return rule instanceof Rule.AnyOf anyOf ? anyOf.grants() : Set.of();
    }

    /** {@code links:read or links:write}, {@code anyone}. */
    static String words(Rule rule) {
        if (rule instanceof Rule.AnyOf anyOf) {
            return new TreeSet<>(anyOf.grants()).stream().collect(Collectors.joining(" or "));
        }
        if (rule instanceof Rule.Anyone) {
            return "anyone";
        }
        return rule instanceof Rule.SignedIn ? "anyone who is signed in" : "nobody";
    }
}
