package io.stacksy.gateway;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers in place of tools that did not begin to in time. Looks ten times a second. Thread-safe. */
final class Deadlines implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Deadlines.class);
    private static final Duration PERIOD = Duration.ofMillis(100);

    private final Set<Watch> underWay = ConcurrentHashMap.newKeySet();
    private final LongSupplier ticker;
    private final ScheduledExecutorService looks;

    Deadlines(LongSupplier ticker) {
        this.ticker = ticker;
        this.looks = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "stacksy-deadlines");
            thread.setDaemon(true);
            return thread;
        });
        Future<?> unused =
                looks.scheduleWithFixedDelay(this::look, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Begins to watch what this thread is about to do for {@code exchange}. */
    Watch watch(Exchange exchange, Duration deadline) {
        Watch watch =
                new Watch(this, exchange, Thread.currentThread(), ticker.getAsLong() + deadline.toNanos(), deadline);
        underWay.add(watch);
        return watch;
    }

    void forget(Watch watch) {
        underWay.remove(watch);
    }

    /** Looks for who is late. */
    void look() {
        long now = ticker.getAsLong();
        underWay.stream().filter(watch -> watch.isOver(now)).toList().forEach(this::expire);
    }

    private void expire(Watch watch) {
        underWay.remove(watch);
        try {
            watch.expire();
        } catch (RuntimeException e) { // the others must be looked at
            LOG.error("a late answer could not be replaced", e);
        }
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }
}
