package io.stacksy.gateway;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Keeps requests off a revision that fails most of them: it opens when enough of the answers of the last seconds were
 * failures, lets a few try after a pause, and closes when all of those were good. The pause doubles with each time that
 * they were not. Thread-safe; takes a lock only when its state changes or its time moves on.
 */
final class Breaker {
    /** How many answers there must be before a share of them says anything. */
    static final int ENOUGH = 20;

    static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);
    static final long LONGEST_PAUSE_NANOS = TimeUnit.MINUTES.toNanos(5);
    static final int PROBES = 3;
    private static final long HALF_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int PERCENT = 100;

    private volatile Window window;
    /** Null while requests go on as usual. */
    private volatile @Nullable Pause pause;

    /** Two halves of the time that counts, the older of which is dropped as a whole. */
    private record Window(long begun, Half now, Half before) {}

    private record Half(LongAdder answers, LongAdder failures) {
        Half() {
            this(new LongAdder(), new LongAdder());
        }
    }

    /** A time without requests; after it, {@code probes} may try. */
    private record Pause(long until, long nanos, AtomicInteger probes, AtomicInteger good) {}

    Breaker(long now) {
        window = new Window(now, new Half(), new Half());
    }

    /** Whether a request may go on. If so, {@link #answered} must follow. */
    boolean permits(long now) {
        Pause current = pause;
        return current == null
                || (now - current.until() >= 0 && current.probes().incrementAndGet() <= PROBES);
    }

    /** How long nobody needs to try, in whole seconds, at least one. */
    long secondsLeft(long now) {
        Pause current = pause;
        return current == null ? 1 : Math.max(1, TimeUnit.NANOSECONDS.toSeconds(current.until() - now) + 1);
    }

    /** What an answer has changed. */
    enum Change {
        NONE,
        OPENED,
        CLOSED
    }

    /** @param errorPercent the share of failures from which it opens; 0 for never */
    Change answered(long now, boolean failed, int errorPercent) {
        Pause current = pause;
        if (current != null) {
            return tried(now, failed, current);
        }
        Window counted = turned(now);
        counted.now().answers().increment();
        if (failed) {
            counted.now().failures().increment();
            if (errorPercent > 0 && isTooMuch(counted, errorPercent)) {
                return open(now, null, PAUSE_NANOS);
            }
        }
        return Change.NONE;
    }

    boolean isOpen() {
        return pause != null;
    }

    private Window turned(long now) {
        Window current = window;
        return now - current.begun() < HALF_NANOS ? current : turn(now);
    }

    private synchronized Window turn(long now) {
        long age = now - window.begun();
        if (age >= HALF_NANOS) { // nobody else has turned it meanwhile
            window = new Window(now, new Half(), age < 2 * HALF_NANOS ? window.now() : new Half());
        }
        return window;
    }

    private static boolean isTooMuch(Window counted, int errorPercent) {
        long answers =
                counted.now().answers().sum() + counted.before().answers().sum();
        long failures =
                counted.now().failures().sum() + counted.before().failures().sum();
        return answers >= ENOUGH && failures * PERCENT >= answers * errorPercent;
    }

    /** The answer to a probe, or a late one to a request from before. */
    private Change tried(long now, boolean failed, Pause current) {
        if (now - current.until() < 0) {
            return Change.NONE;
        }
        if (failed) {
            return open(now, current, Math.min(current.nanos() * 2, LONGEST_PAUSE_NANOS));
        }
        return current.good().incrementAndGet() >= PROBES ? close(now, current) : Change.NONE;
    }

    private synchronized Change open(long now, @Nullable Pause seen, long nanos) {
        if (!Objects.equals(pause, seen)) {
            return Change.NONE; // somebody else was quicker
        }
        pause = new Pause(now + nanos, nanos, new AtomicInteger(), new AtomicInteger());
        return Change.OPENED;
    }

    private synchronized Change close(long now, Pause seen) {
        if (!seen.equals(pause)) {
            return Change.NONE;
        }
        window = new Window(now, new Half(), new Half());
        pause = null;
        return Change.CLOSED;
    }
}
