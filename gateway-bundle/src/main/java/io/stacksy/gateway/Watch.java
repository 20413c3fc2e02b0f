package io.stacksy.gateway;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The time that one answer has to begin in, and the thread that is to bring it about. Thread-safe. */
final class Watch {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    private final Deadlines owner;
    private final Exchange exchange;
    private final long until;
    private final Duration deadline;
    private @Nullable Thread thread;
    private boolean interrupted;

    Watch(Deadlines owner, Exchange exchange, Thread thread, long until, Duration deadline) {
        this.owner = owner;
        this.exchange = exchange;
        this.thread = thread;
        this.until = until;
        this.deadline = deadline;
    }

    boolean isOver(long now) {
        return now - until >= 0;
    }

    /** The thread is out of the endpoint: from here on it is not interrupted any more. */
    synchronized void leave() {
        thread = null;
        if (interrupted) {
            boolean unused = Thread.interrupted(); // meant for the endpoint, not for who serves the next request
        }
    }

    /** The answer is complete. */
    void end() {
        owner.forget(this);
    }

    /** Answers in place of the endpoint, unless its answer has begun, and asks its thread to give up. */
    void expire() {
        try {
            if (!exchange.overdue(deadline)) {
                return;
            }
        } catch (IOException e) {
            LOG.debug("the client did not wait for its answer", e);
        }
        synchronized (this) {
            if (thread != null) {
                interrupted = true;
                thread.interrupt();
            }
        }
    }
}
