package io.stacksy.dropfolder;

/** Elapsed time. */
@FunctionalInterface
interface Ticker {
    Ticker SYSTEM = System::nanoTime;

    long nanos();
}
