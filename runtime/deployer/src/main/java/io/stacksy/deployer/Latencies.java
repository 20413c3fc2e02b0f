package io.stacksy.deployer;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How long requests took, in buckets each an eighth of an octave wide, so that what is read is at most 13 % too much.
 * Thread-safe.
 */
final class Latencies {
    private static final int SHORTEST = 10; // 2^10 ns, a microsecond
    private static final int LONGEST = 37; // 2^37 ns, two minutes
    private static final int PARTS_BITS = 3;
    private static final int PARTS = 1 << PARTS_BITS;

    private final AtomicLongArray buckets = new AtomicLongArray((LONGEST - SHORTEST) * PARTS);

    void add(long nanos) {
        buckets.incrementAndGet(bucket(nanos));
    }

    private static int bucket(long nanos) {
        if (nanos < 1L << SHORTEST) {
            return 0;
        }
        int octave = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos);
        if (octave >= LONGEST) {
            return (LONGEST - SHORTEST) * PARTS - 1;
        }
        int part = (int) (nanos >>> (octave - PARTS_BITS)) & (PARTS - 1);
        return (octave - SHORTEST) * PARTS + part;
    }

    /** The end of a bucket, in nanoseconds. */
    private static long end(int bucket) {
        long octave = 1L << (SHORTEST + bucket / PARTS);
        return octave + (bucket % PARTS + 1) * (octave >>> PARTS_BITS);
    }

    long count() {
        return above(Duration.ZERO);
    }

    /** How many certainly took longer than {@code limit}. */
    long above(Duration limit) {
        long sum = 0;
        int first = limit.isZero() ? 0 : bucket(limit.toNanos()) + 1;
        for (int i = first; i < buckets.length(); i++) {
            sum += buckets.get(i);
        }
        return sum;
    }

    /** What {@code share} of the requests did not take longer than; nothing where there were none. */
    Duration quantile(double share) {
        long wanted = (long) Math.ceil(share * count());
        long sum = 0;
        for (int i = 0; i < buckets.length(); i++) {
            sum += buckets.get(i);
            if (sum >= wanted && sum > 0) {
                return Duration.ofNanos(end(i));
            }
        }
        return Duration.ZERO;
    }
}
