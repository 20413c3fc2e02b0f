package io.stacksy.cli;

import java.util.Optional;

/**
 * A token that the user gave, to be sent as it is.
 *
 * @param value the token; empty for a stranger
 */
record GivenToken(String value) implements Access {
    @Override
    public Optional<String> token() {
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }

    @Override
    public Optional<String> insteadOf(String refused) {
        return Optional.empty();
    }
}
