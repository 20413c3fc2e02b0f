package io.stacksy.gateway;

import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The node's one registry of metrics, with what the JVM says of itself and which build this is. */
@Component(service = PrometheusRegistry.class)
public final class MetricsRegistry extends PrometheusRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsRegistry.class);

    @Activate
    public MetricsRegistry() {
        Thread jvm = new Thread(this::addJvm, "stacksy-jvm-metrics");
        jvm.setDaemon(true);
        jvm.start();
        Info build = Info.builder()
                .name("stacksy_build_info")
                .help("Which build of Stacksy this is")
                .labelNames("version", "java")
                .register(this);
        build.addLabelValues(Build.version(), Runtime.version().toString());
    }

    /** Beside the start of the node, as it has all of the JVM's management made. */
    private void addJvm() {
        try {
            JvmMetrics.builder().register(this);
        } catch (RuntimeException e) { // of whatever kind: the node serves without them
            LOG.error("there are no metrics of the JVM", e);
        }
    }
}
