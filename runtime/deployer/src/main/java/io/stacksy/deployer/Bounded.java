package io.stacksy.deployer;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A call of code that may never return, on a thread of its own. When its time is over, the thread is interrupted and
 * left to itself.
 */
final class Bounded<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Bounded.class);

    private final CompletableFuture<T> result = new CompletableFuture<>();
    private final String name;
    private final Callable<T> code;

    private Bounded(String name, Callable<T> code) {
        this.name = name;
        this.code = code;
    }

    /**
     * Calls {@code code}.
     *
     * @param loader the thread's context class loader, which threads that the code starts inherit
     * @throws ExecutionException with what it threw
     * @throws TimeoutException if it did not return in time; what it still returns is closed, if it can be
     */
    static <T> T call(String name, @Nullable ClassLoader loader, Ticker.Deadline deadline, Callable<T> code)
            throws InterruptedException, ExecutionException, TimeoutException {
        Bounded<T> call = new Bounded<>(name, code);
        Thread thread = new Thread(call::run, name);
        thread.setDaemon(true);
        thread.setContextClassLoader(loader);
        thread.start();
        try {
            return call.result.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | InterruptedException e) {
            if (!call.result.completeExceptionally(e) && e instanceof TimeoutException) {
                return call.result.get(); // it was done at the very last moment
            }
            thread.interrupt();
            throw e;
        }
    }

    private void run() {
        try {
            T value = code.call();
            letGo();
            if (!result.complete(value)) {
                LOG.warn("{} returned after it was given up on", name);
                if (value instanceof AutoCloseable late) {
                    late.close();
                }
            }
        } catch (Throwable e) { // whatever a tool throws is its caller's to judge
            letGo();
            if (!result.completeExceptionally(e)) {
                LOG.warn("{} ended after it was given up on: {}", name, e.toString());
            }
        }
    }

    /** Whoever has the result may look for threads of the loader, and this is none any more. */
    private static void letGo() {
        Thread.currentThread().setContextClassLoader(null);
    }
}
