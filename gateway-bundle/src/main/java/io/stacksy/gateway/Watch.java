package io.stacksy.gateway;

import io.stacksy.deploy.Recall;
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
    private final Permit permit;
    private final Recall recall;
    private final long until;
    private @Nullable Thread thread;
    private boolean interrupted;
    private boolean hanging;

    Watch(Deadlines owner, Exchange exchange, Permit permit, Recall recall, Thread thread, long until) {
        this.owner = owner;
        this.exchange = exchange;
        this.permit = permit;
        this.recall = recall;
        this.thread = thread;
        this.until = until;
    }

    boolean isOver(long now) {
        return now - until >= 0;
    }

    /** The thread is out of the endpoint: from here on it is not interrupted any more. */
    synchronized void leave() {
        if (hanging) {
            hanging = false;
            recall.spare(Thread.currentThread());
            permit.returns();
        }
        thread = null;
        permit.leaveThread();
        if (interrupted) {
            boolean unused = Thread.interrupted(); // meant for the endpoint, not for who serves the next request
        }
    }

    /** The answer is complete. */
    void end() {
        owner.forget(this);
    }

    /**
     * Answers in place of the endpoint, unless its answer has begun, and asks its thread to give up.
     *
     * @return whether there is a thread that should come back now
     */
    boolean expire() {
        Duration deadline = permit.budget().deadline();
        try {
            if (!exchange.overdue(deadline)) {
                return false;
            }
        } catch (IOException e) {
            LOG.debug("the client did not wait for its answer", e);
        }
        synchronized (this) {
            if (thread == null) {
                return false;
            }
            interrupted = true;
            thread.interrupt();
            return true;
        }
    }

    /**
     * Complains, once, if the thread that was asked to give up is still inside, and calls it back.
     *
     * @return whether it is still inside
     */
    synchronized boolean complain() {
        Thread away = thread;
        if (away == null) {
            return false;
        }
        if (!hanging) {
            hanging = true;
            permit.hangs();
        }
        recall.callBack(away);
        return true;
    }
}
