package io.stacksy.store.postgres;

import com.zaxxer.hikari.metrics.PoolStats;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Shows how the pool does, for as long as there is a registry to show it in. */
@Component(service = {})
public final class PoolMetrics {
    private final PrometheusRegistry registry;
    private final PoolTimes times;
    private final List<Collector> collectors = new ArrayList<>();

    @Activate
    public PoolMetrics(@Reference PrometheusRegistry registry, @Reference Postgres postgres) {
        this(registry, postgres.times());
    }

    PoolMetrics(PrometheusRegistry registry, PoolTimes times) {
        this.registry = registry;
        this.times = times;
        gauge("hikaricp_active_connections", "Connections in use", PoolStats::getActiveConnections);
        gauge("hikaricp_idle_connections", "Connections at rest", PoolStats::getIdleConnections);
        gauge("hikaricp_pending_threads", "Threads that wait for a connection", PoolStats::getPendingThreads);
        gauge("hikaricp_max_connections", "Connections that there may be", PoolStats::getMaxConnections);
        times.listen(listener());
    }

    private PoolTimes.Listener listener() {
        Histogram acquired = add(Histogram.builder()
                .name("hikaricp_connection_acquired_seconds")
                .help("How long it took to get a connection")
                .unit(Unit.SECONDS)
                .classicUpperBounds(0.0001, 0.001, 0.005, 0.025, 0.1, 0.5, 1, 2.5)
                .classicOnly()
                .build());
        Counter timeouts = add(Counter.builder()
                .name("hikaricp_connection_timeout_total")
                .help("Waits for a connection that ended without one")
                .build());
        return new PoolTimes.Listener() {
            @Override
            public void acquired(long nanos) {
                acquired.observe(Unit.nanosToSeconds(nanos));
            }

            @Override
            public void timedOut() {
                timeouts.inc();
            }
        };
    }

    private void gauge(String name, String help, ToIntFunction<PoolStats> value) {
        add(GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(gauge -> times.stats().ifPresent(stats -> gauge.call(value.applyAsInt(stats))))
                .build());
    }

    private <T extends Collector> T add(T collector) {
        registry.register(collector);
        collectors.add(collector);
        return collector;
    }

    @Deactivate
    void close() {
        times.ignore();
        collectors.forEach(registry::unregister);
    }
}
