package io.stacksy.gateway;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.stacksy.route.Admission;
import io.stacksy.route.FixedEndpoint;
import io.stacksy.route.FixedOperations;
import io.stacksy.route.Rule;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Shows the metrics, as Prometheus text or OpenMetrics: to this machine, and to who may read them. */
@Component(service = MetricsEndpoint.class)
public final class MetricsEndpoint implements FixedEndpoint {
    /** The first segment of its path. */
    static final String HEAD = "metrics";

    private static final Rule ELSEWHERE = new Rule.AnyOf(Set.of("metrics:read"));

    private final FixedOperations operations = FixedOperations.at("/metrics");
    private final ExpositionFormats formats = ExpositionFormats.init();
    private final PrometheusRegistry registry;

    @Activate
    public MetricsEndpoint(@Reference PrometheusRegistry registry) {
        this.registry = registry;
    }

    @Override
    public FixedOperations shown() {
        return operations;
    }

    @Override
    public void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!isLocal(request)) {
            Admission admission = Admission.of(request);
            if (!admission.permits().test(ELSEWHERE)) {
                throw admission.identity().isPresent() ? Refusal.notAllowed(ELSEWHERE) : Refusal.notSignedIn();
            }
        }
        ExpositionFormatWriter writer = writer(request.getHeader("Accept"));
        response.setContentType(writer.getContentType());
        response.setHeader("Cache-Control", "no-store");
        writer.write(response.getOutputStream(), registry.scrape());
    }

    private static boolean isLocal(HttpServletRequest request) {
        return request instanceof EndpointRequest own && own.isLocal();
    }

    private ExpositionFormatWriter writer(@Nullable String accept) {
        return accept != null && accept.contains("application/openmetrics-text")
                ? formats.getOpenMetricsTextFormatWriter()
                : formats.getPrometheusTextFormatWriter();
    }
}
