package io.stacksy.gateway;

import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The node's one registry of metrics, with what the JVM says of itself and which build this is. */
@Component(service = PrometheusRegistry.class)
public final class MetricsRegistry extends PrometheusRegistry {
    @Activate
    public MetricsRegistry() throws IOException {
        JvmMetrics.builder().register(this);
        Info build = Info.builder()
                .name("stacksy_build_info")
                .help("Which build of Stacksy this is")
                .labelNames("version", "java")
                .register(this);
        build.addLabelValues(version(), Runtime.version().toString());
    }

    private static String version() throws IOException {
        Properties properties = new Properties();
        try (InputStream stream = MetricsRegistry.class.getResourceAsStream("build.properties")) {
            if (stream != null) {
                properties.load(stream);
            }
        }
        return properties.getProperty("version", "unknown");
    }
}
