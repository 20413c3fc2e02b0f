package io.stacksy.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Asks a node again until it is as expected: for what it does by itself and tells nobody of. */
final class Eventually {
    private static final Duration MOST = Duration.ofSeconds(60);
    private static final Duration BETWEEN = Duration.ofMillis(100);

    private Eventually() {}

    /** Lets the time pass in which a node is only watched. */
    static void after(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(BETWEEN.toNanos());
        }
    }

    static void is(String what, BooleanSupplier holds) {
        long begun = System.nanoTime();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime() - begun).as(what).isLessThan(MOST.toNanos());
            LockSupport.parkNanos(BETWEEN.toNanos());
        }
    }
}
