package io.stacksy.auth.provider;

/** Tells how much time has passed. */
@FunctionalInterface
interface Ticker {
    Ticker SYSTEM = System::nanoTime;

    long nanos();
}
