package io.stacksy.gateway;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of the node that are busy with requests of tools. A tool may have as many as are left, so that whatever one
 * or several of them do, there are always some for the others: one tool can take half of them, two a third each, and so
 * on. Thread-safe; takes no lock.
 */
final class Crowd {
    private final int threads;
    private final AtomicInteger busy = new AtomicInteger();

    Crowd(int threads) {
        this.threads = threads;
    }

    /** Whether a tool may have so many, among them one that comes now; if so, {@link #leave} must follow. */
    boolean admits(int ofTheTool) {
        int all = busy.incrementAndGet();
        if (ofTheTool > 1 && ofTheTool > threads - all + 1) {
            busy.decrementAndGet();
            return false;
        }
        return true;
    }

    void leave() {
        busy.decrementAndGet();
    }
}
