package io.stacksy.gateway;

import io.stacksy.budget.Budget;
import io.stacksy.deploy.Revision;
import io.stacksy.deploy.Trouble;
import io.stacksy.route.Lease;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;

/** One tool's way in: how many of its requests are under way, and which of its revisions are fit to be asked. Thread-safe. */
final class Gate {
    /** How long after the last request that was turned away the tool counts as crowded. */
    static final long CROWDED_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** How long a thread may stay away until that is one more trouble. */
    static final long AWAY_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger threads = new AtomicInteger();
    private final Map<Revision, Ward> wards = new ConcurrentHashMap<>();
    private final Crowd crowd;
    private final LongSupplier ticker;
    private final Consumer<String> refused;
    private final Complaints complaints;
    private final LongPredicate outage;

    /** What is known of one revision. */
    private record Ward(Breaker breaker, AtomicInteger hanging, AtomicLong remindAt, AtomicLong crowdedUntil) {
        Ward(long now) {
            this(new Breaker(now), new AtomicInteger(), new AtomicLong(), new AtomicLong());
        }
    }

    /**
     * Lets requests in.
     *
     * @param refused told the part of the budget, each time that it turns a request away
     * @param outage whether what tools rely on was away at a time or later
     */
    Gate(Crowd crowd, LongSupplier ticker, Consumer<String> refused, Complaints complaints, LongPredicate outage) {
        this.crowd = crowd;
        this.ticker = ticker;
        this.refused = refused;
        this.complaints = complaints;
        this.outage = outage;
    }

    /**
     * Lets a request in, which must {@link Permit#close} what it gets.
     *
     * @throws Refusal where the tool's budget is spent, or the revision is given a rest or in quarantine
     */
    Permit enter(Lease lease, Budget budget) {
        Revision revision = lease.revision();
        if (lease.isBarred()) {
            refused.accept("quarantine");
            throw Refusal.quarantined(revision.tool());
        }
        long now = ticker.getAsLong();
        Ward ward = ward(revision, now);
        int wanted = inside.incrementAndGet();
        int busy = threads.incrementAndGet();
        if (wanted > budget.concurrency() || !crowd.admits(busy)) {
            threads.decrementAndGet();
            inside.decrementAndGet();
            refused.accept("concurrency");
            crowded(revision, ward, now, wanted - 1);
            throw Refusal.tooMany(revision.tool(), wanted - 1);
        }
        if (!ward.breaker().permits(now)) {
            leaveThread();
            leave();
            refused.accept("errors");
            throw Refusal.resting(revision, ward.breaker().secondsLeft(now));
        }
        return new Permit(this, revision, budget, now);
    }

    private Ward ward(Revision revision, long now) {
        Ward known = wards.get(revision);
        return known != null ? known : wards.computeIfAbsent(revision, added -> new Ward(now));
    }

    private void crowded(Revision revision, Ward ward, long now, int underWay) {
        if (ward.crowdedUntil().getAndSet(Math.max(1, now + CROWDED_NANOS)) == 0) {
            complaints.begin(
                    revision, Trouble.Kind.CROWDED, "more than the " + underWay + " requests it may have under way");
        }
    }

    /** Lets a revision be that has turned nobody away for a while, and complains again of threads that stay away. */
    void settle() {
        long now = ticker.getAsLong();
        wards.forEach((revision, ward) -> {
            int away = ward.hanging().get();
            if (away > 0 && now - ward.remindAt().get() >= 0) {
                hangs(revision, ward, away, now);
            }
            long until = ward.crowdedUntil().get();
            if (until != 0 && now - until >= 0 && ward.crowdedUntil().compareAndSet(until, 0)) {
                complaints.end(revision, Trouble.Kind.CROWDED);
            }
        });
    }

    /** Whether no tool is to blame for a failure to answer what was asked at {@code begun}. */
    boolean excuses(long begun) {
        return outage.test(begun);
    }

    /** How a revision has answered one request, or that it has not in time. */
    void answered(Revision revision, boolean failed, int errorPercent) {
        Ward ward = wards.get(revision);
        if (ward == null) {
            return; // it has left service meanwhile
        }
        switch (ward.breaker().answered(ticker.getAsLong(), failed, errorPercent)) {
            case OPENED -> complaints.begin(
                    revision,
                    Trouble.Kind.FAILING,
                    errorPercent + "% or more of its answers are failures, so it is given a rest");
            case CLOSED -> complaints.end(revision, Trouble.Kind.FAILING);
            case NONE -> {
                // it goes on as it was
            }
        }
    }

    /** An answer did not begin in time, and the gateway gave one. */
    void overdue(Permit permit) {
        refused.accept("deadline");
        answered(permit.revision(), true, permit.budget().errorPercent());
    }

    /** A thread does not come back from a request whose time is up. */
    void hangs(Revision revision) {
        long now = ticker.getAsLong();
        Ward ward = ward(revision, now);
        hangs(revision, ward, ward.hanging().incrementAndGet(), now);
    }

    private void hangs(Revision revision, Ward ward, int threads, long now) {
        ward.remindAt().set(now + AWAY_NANOS);
        complaints.begin(
                revision,
                Trouble.Kind.HANGING,
                threads == 1
                        ? "1 request is over its time, and its thread does not come back"
                        : threads + " requests are over their time, and their threads do not come back");
    }

    /** It has come back after all. */
    void returns(Revision revision) {
        Ward ward = wards.get(revision);
        if (ward != null && ward.hanging().decrementAndGet() == 0) {
            complaints.end(revision, Trouble.Kind.HANGING);
        }
    }

    /** A thread is out of the endpoint, whether the request goes on or not. */
    void leaveThread() {
        threads.decrementAndGet();
        crowd.leave();
    }

    /** A request has ended. */
    void leave() {
        inside.decrementAndGet();
    }

    int inside() {
        return inside.get();
    }

    /** Forgets a revision. Returns whether nothing is known any more. */
    boolean forget(Revision revision) {
        wards.remove(revision);
        return wards.isEmpty() && inside.get() == 0;
    }
}
