package io.stacksy.deployer;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of the deployer. */
final class Pools implements Timer, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Pools.class);

    /** More would only fight for the processor that all of them wait for. */
    private static final int TOOLS_AT_ONCE = 2;

    private final ExecutorService workers = Executors.newCachedThreadPool(named("rollout"));
    private final ExecutorService last = Executors.newCachedThreadPool(named("stop"));
    private final ExecutorService notifier = Executors.newSingleThreadExecutor(named("notifier"));
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, named("timer"));

    Pools() {
        timer.setRemoveOnCancelPolicy(true);
    }

    /** As many threads as there are rollouts and retirements at the moment. */
    Executor workers() {
        return workers;
    }

    /** For what is left to do when the workers have stopped. */
    Executor last() {
        return last;
    }

    /** One task after the other. */
    Executor notifier() {
        return notifier;
    }

    @Override
    public Future<?> after(Duration delay, Runnable task) {
        try {
            return timer.schedule(() -> workers.execute(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("the node stops, so that something is not done in {}", delay, e);
            return CompletableFuture.completedFuture(null);
        }
    }

    /** Interrupts what is under way and waits for it to end. */
    void stop(Duration timeout) {
        timer.shutdownNow();
        workers.shutdownNow();
        try {
            if (!workers.awaitTermination(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("rollouts did not end within {} ms", timeout.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        last.shutdown();
        notifier.shutdown();
    }

    /** The threads that tools come back on at start. */
    static Recovery recovery() {
        return new Recovery();
    }

    private static ThreadFactory named(String name) {
        AtomicLong number = new AtomicLong();
        return task -> {
            Thread thread = new Thread(task, "stacksy-" + name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            thread.setContextClassLoader(Pools.class.getClassLoader());
            return thread;
        };
    }

    /** A pool that is gone when all tools are back. */
    static final class Recovery implements Executor, AutoCloseable {
        private final ExecutorService pool = Executors.newFixedThreadPool(TOOLS_AT_ONCE, named("recovery"));

        @Override
        public void execute(Runnable task) {
            pool.execute(task);
        }

        @Override
        public void close() {
            pool.shutdownNow();
        }
    }
}
