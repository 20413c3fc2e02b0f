package io.stacksy.gateway;

import java.util.concurrent.TimeUnit;

/**
 * How a quota stands after somebody wanted one of it.
 *
 * @param taken whether there was one
 * @param left how many there are now
 * @param nanosToNext how long until there is one more
 */
record Level(boolean taken, long left, long nanosToNext) {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** How long until there is one more, in whole seconds and at least one. */
    long secondsToNext() {
        return Math.max(1, (nanosToNext + SECOND - 1) / SECOND);
    }
}
