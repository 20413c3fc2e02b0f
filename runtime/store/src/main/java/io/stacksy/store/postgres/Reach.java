package io.stacksy.store.postgres;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What is known of whether the database can be reached. Thread-safe; asking takes no lock. */
final class Reach {
    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition change = lock.newCondition();

    /** Why it cannot be reached; null while it can. */
    private volatile @Nullable SQLException away;

    private volatile boolean everLost;
    private volatile long lastLost;

    /** Begins as reachable, for nobody has found anything else. */
    Reach() {
        this(System::nanoTime);
    }

    Reach(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** From now on nobody needs to try. Returns whether that is news. */
    boolean lost(SQLException why) {
        lock.lock();
        try {
            boolean news = away == null;
            away = why;
            lose();
            return news;
        } finally {
            lock.unlock();
        }
    }

    /** From now on it is worth trying. Returns whether that is news. */
    boolean found() {
        if (away == null) {
            return false;
        }
        lock.lock();
        try {
            lose(); // until now
            boolean news = away != null;
            away = null;
            change.signalAll();
            return news;
        } finally {
            lock.unlock();
        }
    }

    /** Takes note of what somebody met with; only of what comes of the database's absence. */
    void note(SQLException error) {
        if (StoreErrors.isOutage(error)) {
            lose();
        }
    }

    /** Takes note that somebody could not have a connection, for whatever reason. */
    void lose() {
        lastLost = nanos.getAsLong();
        everLost = true;
    }

    /**
     * Returns if it can be reached.
     *
     * @throws SQLTransientConnectionException at once if it is known that it cannot
     */
    void require() throws SQLTransientConnectionException {
        SQLException why = away;
        if (why != null) {
            throw new SQLTransientConnectionException("the database is away", "08001", why);
        }
    }

    /** Returns as soon as it can be reached, or when as much time has passed as one is ready to wait. */
    void await(long patienceNanos) throws SQLException {
        long left = patienceNanos;
        try {
            lock.lockInterruptibly();
            try {
                while (away != null && left > 0) {
                    left = change.awaitNanos(left);
                }
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("interrupted while the database is away", "08001", e);
        }
        require();
    }

    /** Whether it was out of anybody's reach at {@code then}, a reading of the clock of this, or at any time after. */
    boolean wasLostSince(long then) {
        return away != null || (everLost && lastLost - then >= 0);
    }
}
