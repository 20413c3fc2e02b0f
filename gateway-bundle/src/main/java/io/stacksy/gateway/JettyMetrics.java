package io.stacksy.gateway;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** What Jetty says of itself, read when it is asked for. */
final class JettyMetrics implements AutoCloseable {
    private final PrometheusRegistry registry;
    private final List<GaugeWithCallback> gauges;

    JettyMetrics(PrometheusRegistry registry, Server server, ServerConnector connector) {
        this.registry = registry;
        GaugeWithCallback connections = GaugeWithCallback.builder()
                .name("jetty_connections")
                .help("Open connections")
                .callback(gauge -> gauge.call(connector.getConnectedEndPoints().size()))
                .register(registry);
        gauges = server.getThreadPool() instanceof QueuedThreadPool pool
                ? List.of(connections, threads(pool), queue(pool))
                : List.of(connections);
    }

    private GaugeWithCallback threads(QueuedThreadPool pool) {
        return GaugeWithCallback.builder()
                .name("jetty_threads")
                .help("Threads of the pool by state")
                .labelNames("state")
                .callback(gauge -> {
                    gauge.call(pool.getIdleThreads(), "idle");
                    gauge.call(pool.getThreads() - pool.getIdleThreads(), "busy");
                })
                .register(registry);
    }

    private GaugeWithCallback queue(QueuedThreadPool pool) {
        return GaugeWithCallback.builder()
                .name("jetty_queued_jobs")
                .help("Jobs that wait for a thread")
                .callback(gauge -> gauge.call(pool.getQueueSize()))
                .register(registry);
    }

    @Override
    public void close() {
        gauges.forEach(registry::unregister);
    }
}
