package io.stacksy.gateway;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.stacksy.budget.Rate;
import org.jspecify.annotations.Nullable;

/**
 * What is left of one quota: a bucket that fills up again steadily. When the rate becomes another, what was spent stays
 * spent. Two revisions side by side may state different rates; each then has a bucket. Thread-safe; takes no lock but
 * where a rate is new.
 */
final class Allowance {
    private final TimeMeter time;
    private volatile Filled newest;
    private volatile @Nullable Filled before;

    private record Filled(Rate rate, Bucket bucket) {}

    Allowance(Rate rate, TimeMeter time) {
        this.time = time;
        this.newest = filled(rate, rate.permits());
    }

    /** Takes one, if there is one. */
    Level take(Rate rate) {
        ConsumptionProbe probe = bucket(rate).tryConsumeAndReturnRemaining(1);
        long left = probe.getRemainingTokens();
        if (!probe.isConsumed()) {
            return new Level(false, left, probe.getNanosToWaitForRefill());
        }
        long others = rate.permits() - left - 1;
        long nanosEach = rate.per().toNanos() / rate.permits();
        return new Level(true, left, Math.max(0, probe.getNanosToWaitForReset() - others * nanosEach));
    }

    /** Gives back one that was taken. */
    void giveBack(Rate rate) {
        bucket(rate).addTokens(1);
    }

    private Bucket bucket(Rate rate) {
        Filled known = known(rate);
        return (known == null ? change(rate) : known).bucket();
    }

    private @Nullable Filled known(Rate rate) {
        Filled first = newest;
        if (first.rate().equals(rate)) {
            return first;
        }
        Filled second = before;
        return second != null && second.rate().equals(rate) ? second : null;
    }

    private synchronized Filled change(Rate rate) {
        Filled known = known(rate);
        if (known != null) {
            return known;
        }
        Filled last = newest;
        long spent = last.rate().permits() - last.bucket().getAvailableTokens();
        Filled added = filled(rate, Math.max(0, rate.permits() - spent));
        before = last;
        newest = added;
        return added;
    }

    private Filled filled(Rate rate, long tokens) {
        Bucket bucket = Bucket.builder()
                .addLimit(limit -> limit.capacity(rate.permits())
                        .refillGreedy(rate.permits(), rate.per())
                        .initialTokens(tokens))
                .withCustomTimePrecision(time)
                .build();
        return new Filled(rate, bucket);
    }
}
