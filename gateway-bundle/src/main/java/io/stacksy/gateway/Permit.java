package io.stacksy.gateway;

import io.stacksy.budget.Budget;
import java.util.function.LongSupplier;

/** One request's share of its tool's budget, as it was when the request came in. Closed once, by whoever ends it. */
record Permit(Gate gate, Breaker breaker, Budget budget, LongSupplier ticker) {
    /** The answer did not begin in time, and the gateway gave one. */
    void overdue() {
        gate.overdue();
    }

    /** @param failed whether the tool is to blame for the answer */
    void close(boolean failed) {
        breaker.answered(ticker.getAsLong(), failed, budget.errorPercent());
        gate.leave();
    }
}
