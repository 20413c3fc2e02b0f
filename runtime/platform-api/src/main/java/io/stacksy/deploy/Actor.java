package io.stacksy.deploy;

import java.util.Objects;

/**
 * Who asked for a change.
 *
 * @param name the account's name, or {@code node} for the node itself
 * @param address where the request came from, or {@code local}
 */
public record Actor(String name, String address) {
    /** The node itself: its first start, its recovery, its own rules. */
    public static final Actor NODE = new Actor("node", "local");

    public Actor {
        Objects.requireNonNull(name);
        Objects.requireNonNull(address);
    }
}
