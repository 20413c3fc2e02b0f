package io.stacksy.gateway;

import io.stacksy.store.CallRecords;
import io.stacksy.store.StoreException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings counted calls into the record, every few seconds, on a thread of its own. What cannot be stored is kept for the
 * next time. Immediate: nobody asks for it.
 */
@Component(service = CallBatches.class, immediate = true)
public final class CallBatches implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CallBatches.class);
    private static final long SECONDS = 5;
    private static final long TIDY_SECONDS = 3_600;

    private final Calls calls;
    private final CallRecords records;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "stacksy-calls");
        thread.setDaemon(true);
        return thread;
    });

    @Activate
    public CallBatches(@Reference Metrics metrics, @Reference CallRecords records) {
        this(metrics.calls(), records);
        Future<?> storing = timer.scheduleWithFixedDelay(this::store, SECONDS, SECONDS, TimeUnit.SECONDS);
        Future<?> tidying = timer.scheduleWithFixedDelay(this::tidy, TIDY_SECONDS, TIDY_SECONDS, TimeUnit.SECONDS);
        LOG.debug("calls are stored ({}) and forgotten ({}) from now on", storing, tidying);
    }

    CallBatches(Calls calls, CallRecords records) {
        this.calls = calls;
        this.records = records;
    }

    void store() {
        List<CallRecords.Calls> taken = calls.take();
        if (taken.isEmpty()) {
            return;
        }
        try {
            records.add(taken);
        } catch (StoreException e) {
            calls.giveBack(taken);
            LOG.debug("{} counts of calls wait for the database: {}", taken.size(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("{} counts of calls are lost", taken.size(), e);
        }
    }

    void tidy() {
        try {
            records.forgetOld();
        } catch (StoreException e) {
            LOG.debug("old counts of calls stay for now: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("old counts of calls stay", e);
        }
    }

    @Override
    @Deactivate
    public void close() {
        timer.shutdownNow();
        store();
    }
}
