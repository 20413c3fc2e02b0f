package io.stacksy.auth.provider;

import io.stacksy.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings what the node knows up to date, again and again, until it is closed. */
final class Poll implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Poll.class);

    private final List<Runnable> steps;
    private final ScheduledExecutorService executor;
    private final ScheduledFuture<?> rounds;
    private boolean failing; // of the one thread alone

    Poll(Duration firstDelay, Duration period, List<Runnable> steps) {
        this.steps = List.copyOf(steps);
        this.executor = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "stacksy-auth");
            thread.setDaemon(true);
            return thread;
        });
        this.rounds = executor.scheduleWithFixedDelay(
                this::round, firstDelay.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        rounds.cancel(true);
        executor.shutdownNow();
    }

    private void round() {
        boolean failed = false;
        for (Runnable step : steps) {
            try {
                step.run();
            } catch (RuntimeException e) { // whatever it is, the next step and the next round must come
                report(e, failing || failed);
                failed = true;
            }
        }
        if (failing && !failed) {
            log.info("accounts, sessions and keys are up to date again");
        }
        failing = failed;
    }

    /** Says it once for each time that things begin to fail. */
    private static void report(RuntimeException failure, boolean known) {
        if (known) {
            log.debug("accounts, sessions or keys still cannot be brought up to date", failure);
        } else if (failure instanceof StoreException) {
            log.warn("accounts, sessions or keys cannot be brought up to date: {}", failure.getMessage());
        } else {
            log.error("accounts, sessions or keys cannot be brought up to date", failure);
        }
    }
}
