package io.stacksy.gateway;

import io.stacksy.deploy.Recall;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers in place of tools that did not begin to in time, and complains of threads that do not come back from them, and calls
 * those back. Looks ten times a second. Thread-safe.
 */
final class Deadlines implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Deadlines.class);
    private static final Duration PERIOD = Duration.ofMillis(100);

    /** How long a thread has to come back after it was asked to, each time that it is. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Set<Watch> underWay = ConcurrentHashMap.newKeySet();
    /** Those whose thread was asked to come back, and when that should have happened. */
    private final Map<Watch, Long> expected = new ConcurrentHashMap<>();

    private final LongSupplier ticker;
    private final Recall recall;
    private final Runnable after;
    private final ScheduledExecutorService looks;

    /** @param after what else is to be done as often */
    Deadlines(LongSupplier ticker, Recall recall, Runnable after) {
        this.ticker = ticker;
        this.recall = recall;
        this.after = after;
        this.looks = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "stacksy-deadlines");
            thread.setDaemon(true);
            return thread;
        });
        Future<?> unused =
                looks.scheduleWithFixedDelay(this::look, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Begins to watch what this thread is about to do for {@code exchange}. */
    Watch watch(Exchange exchange, Permit permit) {
        Watch watch = new Watch(
                this,
                exchange,
                permit,
                recall,
                Thread.currentThread(),
                ticker.getAsLong() + permit.budget().deadline().toNanos());
        underWay.add(watch);
        return watch;
    }

    void forget(Watch watch) {
        underWay.remove(watch);
        expected.remove(watch);
    }

    /** Looks for who is late. */
    void look() {
        long now = ticker.getAsLong();
        underWay.stream().filter(watch -> watch.isOver(now)).toList().forEach(watch -> expire(watch, now));
        expected.forEach((watch, until) -> {
            if (now - until >= 0 && expected.remove(watch, until)) {
                complain(watch, now);
            }
        });
        after.run();
    }

    private void complain(Watch watch, long now) {
        if (watch.complain()) {
            expected.put(watch, now + PATIENCE.toNanos());
        }
    }

    private void expire(Watch watch, long now) {
        underWay.remove(watch);
        try {
            if (watch.expire()) {
                expected.put(watch, now + PATIENCE.toNanos());
            }
        } catch (RuntimeException e) { // the others must be looked at
            LOG.error("a late answer could not be replaced", e);
        }
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }
}
