package io.stacksy.gateway;

import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The node's one registry of metrics, with what the JVM says of itself and which build this is. */
@Component(service = PrometheusRegistry.class)
public final class MetricsRegistry extends PrometheusRegistry {
    @Activate
    public MetricsRegistry() {
        JvmMetrics.builder().register(this);
        Info build = Info.builder()
                .name("stacksy_build_info")
                .help("Which build of Stacksy this is")
                .labelNames("version", "java")
                .register(this);
        build.addLabelValues(Build.version(), Runtime.version().toString());
    }
}
