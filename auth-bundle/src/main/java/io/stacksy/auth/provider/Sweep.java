package io.stacksy.auth.provider;

import java.time.Duration;
import java.util.List;

/** Forgets what nobody needs any more, now and then. To be used by one thread. */
final class Sweep implements Runnable {
    private final List<Runnable> brooms;
    private final Duration period;
    private final Ticker ticker;
    private long last;

    Sweep(List<Runnable> brooms, Duration period, Ticker ticker) {
        this.brooms = List.copyOf(brooms);
        this.period = period;
        this.ticker = ticker;
        this.last = ticker.nanos();
    }

    /** Does nothing unless the period has passed since it last did something. */
    @Override
    public void run() {
        long now = ticker.nanos();
        if (now - last >= period.toNanos()) {
            last = now;
            brooms.forEach(Runnable::run);
        }
    }
}
