package io.stacksy.route;

import io.stacksy.budget.Rate;
import java.util.Objects;

/**
 * How often an operation may be asked.
 *
 * @param shared whether all callers have it together; else each has it
 */
public record Quota(Rate rate, boolean shared) {
    public Quota {
        Objects.requireNonNull(rate);
    }
}
