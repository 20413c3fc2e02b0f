package io.stacksy.gateway;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The requests under way, and whether the node is draining. Thread-safe; takes no lock before the drain begins. A drain
 * turns nobody away: who still gets in over an open connection is answered.
 */
@Component(service = InFlight.class)
public final class InFlight {
    private final AtomicLong inside = new AtomicLong();
    private volatile boolean draining;

    @Activate
    public InFlight() {}

    void enter() {
        inside.incrementAndGet();
    }

    void leave() {
        if (inside.decrementAndGet() == 0 && draining) {
            synchronized (this) {
                notifyAll();
            }
        }
    }

    boolean draining() {
        return draining;
    }

    long count() {
        return inside.get();
    }

    void drain() {
        draining = true;
    }

    /** Waits until nobody is inside. Returns whether that came about within {@code timeout}. */
    synchronized boolean awaitEmpty(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (inside.get() > 0) {
            long millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
            if (millis <= 0) {
                return false;
            }
            wait(millis);
        }
        return true;
    }
}
