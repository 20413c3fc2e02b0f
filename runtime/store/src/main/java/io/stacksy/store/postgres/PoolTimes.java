package io.stacksy.store.postgres;

import com.zaxxer.hikari.metrics.IMetricsTracker;
import com.zaxxer.hikari.metrics.MetricsTrackerFactory;
import com.zaxxer.hikari.metrics.PoolStats;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the pool says of itself, for whoever wants to hear it. The pool asks for it once, its listener may come and go. */
final class PoolTimes implements MetricsTrackerFactory, IMetricsTracker {
    /** Hears how each attempt to get a connection went. */
    interface Listener {
        void acquired(long nanos);

        void timedOut();
    }

    private static final Listener NOBODY = new Listener() {
        @Override
        public void acquired(long nanos) {}

        @Override
        public void timedOut() {}
    };

    private volatile Listener listener = NOBODY;
    private volatile @Nullable PoolStats stats;

    void listen(Listener listener) {
        this.listener = listener;
    }

    void ignore() {
        listener = NOBODY;
    }

    /** The pool's counts; empty before there is a pool. */
    Optional<PoolStats> stats() {
        return Optional.ofNullable(stats);
    }

    @Override
    public IMetricsTracker create(String poolName, PoolStats poolStats) {
        stats = poolStats;
        return this;
    }

    @Override
    public void recordConnectionAcquiredNanos(long elapsed) {
        listener.acquired(elapsed);
    }

    @Override
    public void recordConnectionTimeout() {
        listener.timedOut();
    }

    @Override
    public void close() {
        stats = null;
    }
}
