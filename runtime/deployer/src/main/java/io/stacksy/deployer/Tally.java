package io.stacksy.deployer;

import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts what one revision answered: how much, how much of that were failures of its own, and, while somebody compares
 * it with another, how fast. Thread-safe; counting takes no lock.
 */
final class Tally {
    private static final int FAILURE = 500;

    private final LongAdder requests = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private volatile @Nullable Latencies latencies;

    /** What was counted up to one moment, or between two. */
    record Counts(long requests, long failures) {
        static final Counts NONE = new Counts(0, 0);

        Counts since(Counts before) {
            return new Counts(requests - before.requests, failures - before.failures);
        }

        double share() {
            return requests == 0 ? 0 : (double) failures / requests;
        }
    }

    static boolean isFailure(int status) {
        return status >= FAILURE;
    }

    void count(int status, long nanos) {
        requests.increment();
        if (isFailure(status)) {
            failures.increment();
        }
        Latencies timed = latencies;
        if (timed != null) {
            timed.add(nanos);
        }
    }

    /** Failures are read first, so that they are never more than the requests. */
    Counts counts() {
        long failed = failures.sum();
        return new Counts(requests.sum(), failed);
    }

    /** Begins to time requests, anew if it did before; until {@link #stopTiming}. */
    Latencies time() {
        Latencies timed = new Latencies();
        latencies = timed;
        return timed;
    }

    void stopTiming() {
        latencies = null;
    }
}
