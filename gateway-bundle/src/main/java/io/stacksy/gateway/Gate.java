package io.stacksy.gateway;

import io.stacksy.budget.Budget;
import io.stacksy.deploy.Revision;
import io.stacksy.route.Lease;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** One tool's way in: how many of its requests are under way, and which of its revisions are fit to be asked. Thread-safe. */
final class Gate {
    private final AtomicInteger inside = new AtomicInteger();
    private final Map<Revision, Breaker> breakers = new ConcurrentHashMap<>();
    private final LongSupplier ticker;
    private final Consumer<String> refused;

    /** @param refused told the part of the budget, each time that it turns a request away */
    Gate(LongSupplier ticker, Consumer<String> refused) {
        this.ticker = ticker;
        this.refused = refused;
    }

    /**
     * Lets a request in, which must {@link Permit#close} what it gets.
     *
     * @throws Refusal where the tool's budget is spent, or the revision is given a rest
     */
    Permit enter(Lease lease, Budget budget) {
        if (inside.incrementAndGet() > budget.concurrency()) {
            inside.decrementAndGet();
            refused.accept("concurrency");
            throw Refusal.tooMany(lease.revision().tool(), budget.concurrency());
        }
        long now = ticker.getAsLong();
        Breaker breaker = breaker(lease.revision(), now);
        if (!breaker.permits(now)) {
            inside.decrementAndGet();
            refused.accept("errors");
            throw Refusal.resting(lease.revision(), breaker.secondsLeft(now));
        }
        return new Permit(this, breaker, budget, ticker);
    }

    private Breaker breaker(Revision revision, long now) {
        Breaker known = breakers.get(revision);
        return known != null ? known : breakers.computeIfAbsent(revision, added -> new Breaker(now));
    }

    /** An answer did not begin in time, and the gateway gave one. */
    void overdue() {
        refused.accept("deadline");
    }

    void leave() {
        inside.decrementAndGet();
    }

    int inside() {
        return inside.get();
    }

    /** Forgets a revision. Returns whether nothing is known any more. */
    boolean forget(Revision revision) {
        breakers.remove(revision);
        return breakers.isEmpty() && inside.get() == 0;
    }
}
