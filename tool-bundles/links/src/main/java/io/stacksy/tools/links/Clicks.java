package io.stacksy.tools.links;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts who follows links, in memory, and stores the counts of all of them by one statement every second, and when the
 * revision ends. While the database is away they are kept, for as many links as there is room for. Thread-safe.
 */
@Component(service = Clicks.class)
public final class Clicks {
    static final int CAPACITY = 50_000;

    private static final Logger LOG = LoggerFactory.getLogger(Clicks.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final long PATIENCE_MILLIS = 250;
    private static final long LAST_FLUSH_SECONDS = 5;

    private final Links links;
    private final InstantSource clock;
    private final Map<Long, Count> counts = new ConcurrentHashMap<>();
    private final LongAdder overflow = new LongAdder();
    /** Held for reading by who adds up stored and pending clicks, for writing while some change from one to the other. */
    private final ReadWriteLock storing = new ReentrantReadWriteLock();

    private final ScheduledExecutorService flusher;
    private volatile boolean failing;

    /** Clicks on a link that are not stored yet. */
    record Pending(long clicks, Optional<Instant> last) {
        static final Pending NONE = new Pending(0, Optional.empty());
    }

    @Activate
    public Clicks(@Reference Links links) {
        this(links, InstantSource.system(), PAUSE);
    }

    Clicks(Links links, InstantSource clock, Duration pause) {
        this.links = links;
        this.clock = clock;
        this.flusher = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "links-clicks");
            thread.setDaemon(true);
            return thread;
        });
        Future<?> unused =
                flusher.scheduleWithFixedDelay(this::flush, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Stores what is left. Nothing is counted any more. */
    @Deactivate
    void close() throws InterruptedException {
        flusher.shutdown();
        if (!flusher.awaitTermination(LAST_FLUSH_SECONDS, TimeUnit.SECONDS)) {
            flusher.shutdownNow();
        }
        if (!flush()) {
            LOG.warn("clicks on {} links are lost: the database is away", counts.size());
        }
    }

    /** Counts one click. Makes no call and takes no lock. */
    void add(long link) {
        long now = clock.millis();
        while (true) {
            Count count = counts.get(link);
            if (count == null) {
                if (counts.size() >= CAPACITY) {
                    overflow.increment();
                    return;
                }
                count = counts.computeIfAbsent(link, id -> new Count());
            }
            if (count.add(now)) {
                return;
            }
            counts.remove(link, count);
        }
    }

    Pending pending(long link) {
        Count count = counts.get(link);
        long clicks = count == null ? 0 : count.clicks();
        return count == null || clicks == 0 ? Pending.NONE : new Pending(clicks, Optional.of(count.last()));
    }

    /** Does {@code reading} while no click changes from pending to stored, so that none is counted twice or missed. */
    <T> T whileNoneIsStored(Supplier<T> reading) {
        boolean held = false;
        try {
            // a database that does not answer the flush must not make readers wait as well
            held = storing.readLock().tryLock(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            return reading.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return reading.get();
        } finally {
            if (held) {
                storing.readLock().unlock();
            }
        }
    }

    /** Stores what has been counted, and returns whether that worked; what is not stored stays for the next time. */
    boolean flush() {
        storing.writeLock().lock();
        try {
            List<Links.Clicked> clicked = collect();
            if (!clicked.isEmpty()) {
                links.addClicks(clicked);
                clicked.forEach(one -> stored(one.link(), one.clicks()));
            }
            report(true, "");
            return true;
        } catch (RuntimeException e) { // the schedule must go on
            report(false, String.valueOf(e.getMessage()));
            return false;
        } finally {
            storing.writeLock().unlock();
        }
    }

    private List<Links.Clicked> collect() {
        List<Links.Clicked> clicked = new ArrayList<>();
        counts.forEach((link, count) -> {
            long clicks = count.clicks();
            if (clicks > 0) {
                clicked.add(new Links.Clicked(link, clicks, count.last()));
            } else if (count.close()) {
                counts.remove(link, count);
            }
        });
        return clicked;
    }

    private void stored(long link, long clicks) {
        Count count = counts.get(link);
        if (count != null) { // only what is idle is ever removed, so it is there
            count.stored(clicks);
        }
    }

    private void report(boolean good, String why) {
        long lost = overflow.sumThenReset();
        if (lost > 0) {
            LOG.warn("{} clicks were not counted: there is room for {} links until they are stored", lost, CAPACITY);
        }
        if (!good && !failing) {
            LOG.warn("clicks cannot be stored and are kept: {}", why);
        } else if (good && failing) {
            LOG.info("clicks are stored again");
        }
        failing = !good;
    }
}
