package io.stacksy.deployer;

import io.stacksy.deployer.Tally.Counts;
import java.time.Duration;
import java.util.Locale;

/**
 * What two revisions of a tool did over the same time.
 *
 * @param before the revision that is live, by which the next one is measured
 * @param next the canary
 */
record Evidence(Counts before, Counts next, Latencies beforeTimes, Latencies nextTimes) {
    static final double MEDIAN = 0.5;
    static final double TAIL = 0.99;

    /** {@code 5.1% of 412 requests failed against 0.0% of 3,702}. */
    static String failures(Counts next, Counts before) {
        return String.format(
                Locale.ROOT,
                "%.1f%% of %,d requests failed against %.1f%% of %,d",
                100 * next.share(),
                next.requests(),
                100 * before.share(),
                before.requests());
    }

    /** The failures, and where something was timed the median and the slowest hundredth. */
    @Override
    public String toString() {
        String text = failures(next, before);
        return nextTimes.count() == 0 || beforeTimes.count() == 0
                ? text
                : text + ", " + times("p50", MEDIAN) + ", " + times("p99", TAIL);
    }

    private String times(String name, double share) {
        return name + " " + millis(nextTimes.quantile(share)) + " against " + millis(beforeTimes.quantile(share));
    }

    private static String millis(Duration duration) {
        return String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6);
    }
}
