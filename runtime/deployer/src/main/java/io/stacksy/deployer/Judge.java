package io.stacksy.deployer;

import io.stacksy.deployer.Tally.Counts;
import java.time.Duration;

/**
 * Says whether a revision does worse than the one before it. What looks worse must be so by more than a little, and too
 * clearly for chance ({@link Significance}); the bar is higher for a look in between, as there are many of those.
 * Immutable.
 */
final class Judge {
    /** How likely a good revision is taken for a bad one at one early look, at most. */
    private static final double EARLY_CHANCE = 1e-4;

    /** The same at the end of a stage. */
    private static final double FINAL_CHANCE = 0.01;

    /** A share of failures is worse from half a point more on. */
    private static final double FAILURES_MORE = 0.005;

    private static final double MEDIAN_TIMES = 1.5;
    private static final Duration MEDIAN_MORE = Duration.ofMillis(10);
    private static final double TAIL_TIMES = 2;
    private static final Duration TAIL_MORE = Duration.ofMillis(50);

    /** With fewer, the slowest hundredth is two requests, and that is chance. */
    private static final long TAIL_REQUESTS = 300;

    private final long minRequests;

    /** What comes of the evidence of a stage. */
    enum Verdict {
        GOOD,
        WORSE,
        /** There were too few requests to compare. */
        INCONCLUSIVE
    }

    /** @param minRequests how many each of the two must have answered */
    Judge(long minRequests) {
        this.minRequests = minRequests;
    }

    /** Whether it is certain already, whatever is still to come, that {@code next} fails more than {@code before}. */
    static boolean certainlyFailsMore(Counts next, Counts before) {
        return failsMore(next, before, EARLY_CHANCE);
    }

    private static boolean failsMore(Counts next, Counts before, double chance) {
        return next.share() - before.share() > FAILURES_MORE
                && Significance.ofMore(next.failures(), next.requests(), before.failures(), before.requests()) < chance;
    }

    /** The verdict at the end of a stage. */
    Verdict judge(Evidence evidence) {
        if (failsMore(evidence.next(), evidence.before(), FINAL_CHANCE) || isSlower(evidence)) {
            return Verdict.WORSE;
        }
        return Math.min(evidence.next().requests(), evidence.before().requests()) < minRequests
                ? Verdict.INCONCLUSIVE
                : Verdict.GOOD;
    }

    private boolean isSlower(Evidence evidence) {
        long timed =
                Math.min(evidence.nextTimes().count(), evidence.beforeTimes().count());
        boolean median = timed >= minRequests && isSlower(evidence, Evidence.MEDIAN, MEDIAN_TIMES, MEDIAN_MORE);
        boolean tail = timed >= Math.max(minRequests, TAIL_REQUESTS)
                && isSlower(evidence, Evidence.TAIL, TAIL_TIMES, TAIL_MORE);
        return median || tail;
    }

    /** Whether more of the canary's requests than chance allows took longer than the limit for that quantile. */
    private static boolean isSlower(Evidence evidence, double share, double times, Duration more) {
        Duration before = evidence.beforeTimes().quantile(share);
        Duration limit = Duration.ofNanos(
                Math.max((long) (before.toNanos() * times), before.plus(more).toNanos()));
        Latencies next = evidence.nextTimes();
        return next.quantile(share).compareTo(limit) > 0
                && Significance.ofMore(
                                next.above(limit),
                                next.count(),
                                evidence.beforeTimes().above(limit),
                                evidence.beforeTimes().count())
                        < FINAL_CHANCE;
    }
}
