package io.stacksy.whiteboard;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.glassfish.jersey.inject.hk2.Hk2RequestScope;
import org.glassfish.jersey.process.internal.RequestContext;
import org.jspecify.annotations.Nullable;

/**
 * Jersey's request scope, which knows how many threads are in it and leaves nothing on them. A thread is in it a little
 * longer than its caller waits for the answer; a container that is destroyed in that moment would stay on the thread.
 * Thread-safe.
 */
final class CountedScope extends Hk2RequestScope {
    private final AtomicInteger inside = new AtomicInteger();
    private volatile boolean awaited;

    @Override
    protected void activate(RequestContext context, @Nullable RequestContext before) {
        inside.incrementAndGet();
        super.activate(context, before);
    }

    @Override
    protected void release(RequestContext context) {
        boolean removed = false;
        try {
            super.release(context);
            removed = true;
        } finally {
            if (!removed) {
                super.resume(null);
            }
            leave();
        }
    }

    @Override
    protected void resume(@Nullable RequestContext before) {
        if (before != null) {
            super.resume(before);
        }
    }

    /** Waits until no thread is inside. Returns whether it came to that in time; not if the thread is interrupted. */
    synchronized boolean awaitEmpty(Duration patience) {
        awaited = true; // before the first look at the count, or the last thread to leave could miss that it is awaited
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            for (long left = patience.toNanos(); inside.get() > 0 && left > 0; left = deadline - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return inside.get() == 0;
    }

    private void leave() {
        if (inside.decrementAndGet() == 0 && awaited) {
            synchronized (this) {
                notifyAll();
            }
        }
    }
}
