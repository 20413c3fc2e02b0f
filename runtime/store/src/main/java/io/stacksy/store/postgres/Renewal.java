package io.stacksy.store.postgres;

import io.stacksy.store.StoreException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads again every few seconds what other nodes may have changed. Without the database what is known counts. */
final class Renewal implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Renewal.class);
    private static final Duration PERIOD = Duration.ofSeconds(4);

    private final String subject;
    private final Runnable reading;
    private final ScheduledExecutorService thread;
    private boolean failing;

    private Renewal(String subject, Runnable reading) {
        this.subject = subject;
        this.reading = reading;
        this.thread = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "stacksy-" + subject);
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Reads for the first time, and from now on on a thread of its own.
     *
     * @param subject what is read, in the plural
     */
    static Renewal begin(String subject, Runnable reading) {
        Renewal renewal = new Renewal(subject, reading);
        renewal.now();
        Future<?> unused = renewal.thread.scheduleWithFixedDelay(
                renewal::now, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        return renewal;
    }

    /** Reads on the calling thread. */
    synchronized void now() {
        try {
            reading.run();
            failing = false;
        } catch (StoreException e) {
            if (!failing) {
                log.warn("{} cannot be read; what is known of them counts: {}", subject, e.getMessage());
            }
            failing = true;
        } catch (RuntimeException e) { // or it would be the last time
            log.error("{} were read, but do not count", subject, e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
