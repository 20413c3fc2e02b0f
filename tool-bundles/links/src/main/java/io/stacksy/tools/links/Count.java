package io.stacksy.tools.links;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** How often one link was followed since that was last stored. Thread-safe, and takes no lock. */
final class Count {
    private static final long CLOSED = Long.MIN_VALUE;

    private final AtomicLong clicks = new AtomicLong();
    private volatile long lastMillis;

    /** Counts one click; false if this is closed, and another count has to take it. */
    boolean add(long nowMillis) {
        lastMillis = nowMillis; // before it is counted, so that whoever sees the count sees a time
        return clicks.getAndIncrement() >= 0;
    }

    /** What is not stored yet. */
    long clicks() {
        return Math.max(0, clicks.get());
    }

    Instant last() {
        return Instant.ofEpochMilli(lastMillis);
    }

    /** Takes off what has been stored. */
    void stored(long number) {
        clicks.addAndGet(-number);
    }

    /** Closes this for good if there is nothing to store, and returns whether it did. */
    boolean close() {
        // from here on each increment still leaves it far below zero, and so tells whoever made it
        return clicks.compareAndSet(0, CLOSED);
    }
}
