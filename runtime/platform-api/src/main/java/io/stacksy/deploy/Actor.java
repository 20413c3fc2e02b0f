package io.stacksy.deploy;

import java.util.Objects;
import java.util.Optional;

/**
 * Who asked for a change.
 *
 * @param name the account's name, or {@code node} for the node itself
 * @param address where the request came from, or {@code local}
 * @param rule what the node went by, such as {@code rollback window over}; empty for a person
 */
public record Actor(String name, String address, Optional<String> rule) {
    private static final String NODE = "node";
    private static final String LOCAL = "local";

    public Actor {
        Objects.requireNonNull(name);
        Objects.requireNonNull(address);
        Objects.requireNonNull(rule);
    }

    /** Somebody who asked over the network. */
    public Actor(String name, String address) {
        this(name, address, Optional.empty());
    }

    /** The node itself, by one of its own rules. */
    public static Actor node(String rule) {
        return new Actor(NODE, LOCAL, Optional.of(rule));
    }
}
