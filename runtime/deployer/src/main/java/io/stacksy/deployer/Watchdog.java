package io.stacksy.deployer;

import io.stacksy.deploy.Revision;
import io.stacksy.deploy.Trouble;
import io.stacksy.deploy.Troubles;
import io.stacksy.store.Incidents;
import io.stacksy.store.StoreException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notes what is wrong with revisions, and counts how often. Thread-safe. */
final class Watchdog implements Troubles {
    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

    private final Tools tools;
    private final Incidents incidents;
    private final BiConsumer<Slot, String> enough;
    private final IntSupplier most;
    private final InstantSource clock;
    private final Ticker ticker;
    private final Executor workers;

    /**
     * @param enough told of a revision that was in trouble that many times within {@link Conduct#MEMORY}, and why
     * @param most how many times, at the moment; 0 for any number
     */
    Watchdog(
            Tools tools,
            Incidents incidents,
            BiConsumer<Slot, String> enough,
            IntSupplier most,
            InstantSource clock,
            Ticker ticker,
            Executor workers) {
        this.tools = tools;
        this.incidents = incidents;
        this.enough = enough;
        this.most = most;
        this.clock = clock;
        this.ticker = ticker;
        this.workers = workers;
    }

    @Override
    public void begin(Revision revision, Trouble.Kind kind, String detail) {
        inMemory(revision).ifPresent(slot -> begin(slot, new Trouble(kind, clock.instant(), detail)));
    }

    private void begin(Slot slot, Trouble trouble) {
        Conduct conduct = slot.conduct();
        if (conduct.begin(trouble)) {
            LOG.warn(
                    "{} is in trouble ({}): {}", slot.revision(), trouble.kind().label(), trouble.detail());
            if (conduct.record(trouble.kind(), ticker.nanos())) {
                later(() -> note(slot.revision(), trouble));
            }
        }
        int limit = most.getAsInt();
        if (limit > 0 && counts(trouble.kind()) && conduct.strike(ticker.nanos()) >= limit) {
            String why = limit + " times in trouble within " + Conduct.MEMORY.toMinutes() + " min, the last time "
                    + trouble.kind().label() + ": " + trouble.detail();
            later(() -> enough.accept(slot, why));
        }
    }

    @Override
    public void end(Revision revision, Trouble.Kind kind) {
        inMemory(revision)
                .filter(slot -> slot.conduct().end(kind))
                .ifPresent(slot -> LOG.info("{} is out of trouble ({})", revision, kind.label()));
    }

    /** A tool that has much to do, or does much, is no bad tool yet. */
    private static boolean counts(Trouble.Kind kind) {
        return switch (kind) {
            case FAILING, HANGING, THREADS -> true;
            case CROWDED, CONNECTIONS -> false;
        };
    }

    private Optional<Slot> inMemory(Revision revision) {
        return tools.find(revision.tool())
                .flatMap(tool -> tool.find(revision.version()))
                .filter(slot ->
                        slot.revision().equals(revision) && slot.bundle().isPresent());
    }

    private void note(Revision revision, Trouble trouble) {
        try {
            incidents.note(revision, trouble);
        } catch (StoreException e) {
            LOG.warn("{} is in trouble, which is not on record: {}", revision, e.getMessage());
        }
    }

    private void later(Runnable task) {
        try {
            workers.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("the node stops, so that trouble is not seen to any more", e);
        }
    }
}
