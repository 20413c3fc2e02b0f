package io.stacksy.gateway;

import io.stacksy.budget.Budget;
import io.stacksy.deploy.Revision;
import java.util.concurrent.atomic.AtomicBoolean;

/** One request's share of its tool's budget, as it was when the request came in. Thread-safe. */
final class Permit {
    private final Gate gate;
    private final Revision revision;
    private final Budget budget;
    private final long begun;
    private final AtomicBoolean answered = new AtomicBoolean();
    private final AtomicBoolean threadLeft = new AtomicBoolean();

    Permit(Gate gate, Revision revision, Budget budget, long begun) {
        this.gate = gate;
        this.revision = revision;
        this.budget = budget;
        this.begun = begun;
    }

    Revision revision() {
        return revision;
    }

    Budget budget() {
        return budget;
    }

    /** The answer did not begin in time, and the gateway gave one: a failure, whenever the request ends. */
    void overdue() {
        if (answered.compareAndSet(false, true)) {
            gate.overdue(this);
        }
    }

    /** The thread is out of the endpoint, whether the request goes on or not. */
    void leaveThread() {
        if (threadLeft.compareAndSet(false, true)) {
            gate.leaveThread();
        }
    }

    /** The thread of a request that is overdue does not come back. */
    void hangs() {
        gate.hangs(revision);
    }

    /** It has come back after all. */
    void returns() {
        gate.returns(revision);
    }

    /**
     * Gives the share back. To be called once, by whoever ends the request.
     *
     * @param failed whether the answer is a failure; who is to blame for it, the gate finds out
     */
    void close(boolean failed) {
        if (answered.compareAndSet(false, true)) {
            gate.answered(revision, failed && !gate.excuses(begun), budget.errorPercent());
        }
        leaveThread();
        gate.leave();
    }
}
