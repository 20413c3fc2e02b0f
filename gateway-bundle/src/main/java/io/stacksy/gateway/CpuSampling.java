package io.stacksy.gateway;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Decides at which requests of a revision processor time is read. Reading it costs a system call, which may take
 * microseconds: so it is read at each request of a slow tool, and at few of a quick one's, each of which then stands for
 * others too. Thread-safe: an update that is lost does no harm.
 */
final class CpuSampling {
    /** A request of this length is read always. */
    static final long ALWAYS_NANOS = 1_000_000;

    static final int MOST = 64;
    private static final int INERTIA = 16;

    private volatile long meanNanos = ALWAYS_NANOS;

    /** For how many requests the one that begins now stands; 0 if it is not to be read. */
    int weight() {
        int each = (int) Math.min(MOST, Math.max(1, ALWAYS_NANOS / Math.max(1, meanNanos)));
        return each == 1 || ThreadLocalRandom.current().nextInt(each) == 0 ? each : 0;
    }

    /** Notes how long a request took. */
    void took(long nanos) {
        long mean = meanNanos;
        meanNanos = mean + (nanos - mean) / INERTIA;
    }
}
