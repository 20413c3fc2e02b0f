package io.stacksy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.stacksy.deploy.RevisionState;
import io.stacksy.route.Lease;
import io.stacksy.route.Rule;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Metrics metrics = new Metrics(registry);
    private final FakeEndpoint endpoint =
            new FakeEndpoint().on("GET", "/{code}", new Rule.Anyone(), (request, response) -> {});
    private final FakeRouter router = new FakeRouter().put(FakeRouter.revision("links", "1.0.0"), endpoint);
    private final Lease lease = router.enter("links", () -> 0).orElseThrow();

    @Test
    void countsByToolRevisionMethodRouteAndStatus() {
        Series series = metrics.of(lease).of(endpoint.operations().get(0));
        series.count("GET", 200, 2_000_000);
        series.count("GET", 200, 2_000_000);
        series.count("HEAD", 404, 1);
        assertThat(Exposition.of(registry))
                .contains(
                        "stacksy_http_requests_total{method=\"GET\",revision=\"1.0.0\",route=\"/{code}\",status=\"200\",tool=\"links\"} 2.0")
                .contains(
                        "stacksy_http_requests_total{method=\"HEAD\",revision=\"1.0.0\",route=\"/{code}\",status=\"404\",tool=\"links\"} 1.0")
                .contains(
                        "stacksy_http_request_duration_seconds_bucket{revision=\"1.0.0\",route=\"/{code}\",tool=\"links\",le=\"0.0025\"} 3");
    }

    @Test
    void keepsOneMeterForAnEndpoint() {
        assertThat(metrics.of(lease)).isSameAs(metrics.of(lease));
    }

    @Test
    void forgetsARevisionWhenItIsRetired() {
        Meter meter = metrics.of(lease);
        meter.enter();
        Series series = meter.of(endpoint.operations().get(0));
        series.count("GET", 200, 1);
        metrics.changed(lease.revision(), RevisionState.DRAINING);
        assertThat(Exposition.of(registry)).contains("links");
        metrics.changed(lease.revision(), RevisionState.RETIRED);
        series.count("GET", 500, 1);
        series.count("GET", 200, 1);
        assertThat(Exposition.of(registry)).doesNotContain("links");
        assertThat(metrics.of(lease)).isNotSameAs(meter);
    }

    @Test
    void hasAFewMethodsOnly() {
        assertThat(Metrics.method("PATCH")).isEqualTo("PATCH");
        assertThat(Metrics.method("X".repeat(1_000))).isEqualTo("OTHER");
    }
}
