package io.stacksy.guard.checkpoint;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * Where a thread learns, once in each turn of a loop, that it is to leave the tool whose code it runs. A call holds for a
 * moment, in which all loops take longer; who is in one comes by in that time. Thread-safe.
 */
public final class Checkpoint {
    private static final long MOMENT = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long[] NOBODY = {};

    /** The numbers of the threads that are called back, for a thread would lead to the classes of its tool. */
    private static volatile long[] called = NOBODY;

    private static volatile long until;

    private Checkpoint() {}

    /**
     * Lets the thread pass unless it was called back.
     *
     * @throws CalledBack once, where it was
     */
    public static void pass() {
        if (called != NOBODY) {
            look();
        }
    }

    private static void look() {
        Thread thread = Thread.currentThread();
        if (System.nanoTime() - until >= 0) {
            giveUp();
        } else if (isCalled(thread) && spare(thread)) {
            throw new CalledBack();
        }
    }

    private static boolean isCalled(Thread thread) {
        return LongStream.of(called).anyMatch(id -> id == thread.getId());
    }

    private static synchronized void giveUp() {
        if (System.nanoTime() - until >= 0) {
            called = NOBODY;
        }
    }

    static synchronized void callBack(Thread thread) {
        until = System.nanoTime() + MOMENT;
        if (!isCalled(thread)) {
            long[] more = Arrays.copyOf(called, called.length + 1);
            more[called.length] = thread.getId();
            called = more;
        }
    }

    static synchronized boolean spare(Thread thread) {
        long[] others = LongStream.of(called).filter(id -> id != thread.getId()).toArray();
        boolean wasCalled = others.length < called.length;
        called = others.length == 0 ? NOBODY : others;
        return wasCalled;
    }
}
