package io.stacksy.budget;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What one tool may take of the node, all its revisions together.
 *
 * @param concurrency how many of its requests may be under way, 1 to {@value #MAX_CONCURRENCY}; more get 503
 * @param deadline how long a request may take until its answer begins, 10 ms to 1 h; then it gets 504
 * @param bodyBytes the largest request body where an operation says nothing else, 0 to 1 GiB; a larger one gets 413
 * @param connections how many connections to the database it may have in use, 1 to {@value #MAX_CONNECTIONS}
 * @param errorPercent the share of failed answers (5xx) over ten seconds from which a revision gets no requests for a
 *     while, 1 to 100; 0 for never
 * @param rate how often each caller may ask it, whatever is asked; more get 429. Empty for no limit
 */
public record Budget(
        int concurrency, Duration deadline, long bodyBytes, int connections, int errorPercent, Optional<Rate> rate) {
    public static final int MAX_CONCURRENCY = 10_000;
    public static final int MAX_CONNECTIONS = 1_000;
    public static final Duration MIN_DEADLINE = Duration.ofMillis(10);
    public static final Duration MAX_DEADLINE = Duration.ofHours(1);
    public static final long MAX_BODY_BYTES = 1L << 30;

    /** @throws IllegalArgumentException if a part is out of its range; the message names it and the range */
    public Budget {
        require("concurrency", concurrency, 1, MAX_CONCURRENCY);
        require("deadline_ms", deadline.toMillis(), MIN_DEADLINE.toMillis(), MAX_DEADLINE.toMillis());
        require("body_bytes", bodyBytes, 0, MAX_BODY_BYTES);
        require("connections", connections, 1, MAX_CONNECTIONS);
        require("error_percent", errorPercent, 0, 100);
        Objects.requireNonNull(rate);
    }

    private static void require(String part, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(part + " is " + least + " to " + most + ", not " + value);
        }
    }
}
