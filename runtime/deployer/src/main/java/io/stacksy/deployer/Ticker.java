package io.stacksy.deployer;

import java.time.Duration;

/** Time that only goes forward, for what is measured and what has a limit. */
@FunctionalInterface
interface Ticker {
    Ticker SYSTEM = System::nanoTime;

    long nanos();

    /** What is left until {@code timeout} after now. */
    default Deadline in(Duration timeout) {
        return new Deadline(this, nanos() + timeout.toNanos(), timeout);
    }

    /**
     * A moment at which a wait ends.
     *
     * @param timeout how long the whole wait was to be, for messages
     */
    record Deadline(Ticker ticker, long end, Duration timeout) {
        /** Never negative. */
        Duration left() {
            return Duration.ofNanos(Math.max(0, end - ticker.nanos()));
        }

        boolean isOver() {
            return end - ticker.nanos() <= 0;
        }
    }
}
