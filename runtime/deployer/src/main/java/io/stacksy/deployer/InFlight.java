package io.stacksy.deployer;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts who is inside something that can be opened and closed to newcomers. It begins closed and sealed. Thread-safe;
 * entering and leaving take no lock, but for the last one to leave what is closed.
 */
final class InFlight {
    private final AtomicLong inside = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile boolean closed = true;
    private volatile boolean sealed = true;

    /** Returns whether the caller is in; if so, it must {@link #leave}. */
    boolean enter() {
        inside.incrementAndGet(); // before reading closed, or close() could miss a request between the two
        if (closed) {
            leave();
            return false;
        }
        return true;
    }

    /** The same for one who may enter what is closed, unless it is sealed. */
    boolean enterClosed() {
        inside.incrementAndGet();
        if (sealed) {
            leave();
            return false;
        }
        return true;
    }

    void leave() {
        if (inside.decrementAndGet() == 0 && closed) {
            signal();
        }
    }

    void open() {
        sealed = false;
        closed = false;
        signal();
    }

    /** Closes it for good, as what is inside is about to go. */
    void seal() {
        closed = true;
        sealed = true;
    }

    void close() {
        closed = true;
    }

    boolean isOpen() {
        return !closed;
    }

    long inside() {
        return inside.get();
    }

    /** Waits until nobody is inside, it is opened again, or the time is up; returns how many are inside then. */
    long awaitEmpty(Duration timeout) throws InterruptedException {
        long nanos = timeout.toNanos();
        lock.lockInterruptibly();
        try {
            while (inside.get() > 0 && closed && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            return inside.get();
        } finally {
            lock.unlock();
        }
    }

    private void signal() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
