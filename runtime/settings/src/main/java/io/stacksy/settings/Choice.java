package io.stacksy.settings;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What an operator wants a setting to be, in place of what the node was started with.
 *
 * @param text as it would stand in the environment
 * @param until when it ends; empty for not at all
 */
public record Choice(String text, Optional<Instant> until) {
    public Choice {
        Objects.requireNonNull(text);
        Objects.requireNonNull(until);
    }
}
