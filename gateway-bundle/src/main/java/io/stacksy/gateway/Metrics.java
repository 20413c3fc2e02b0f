package io.stacksy.gateway;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.stacksy.auth.AuthException;
import io.stacksy.deploy.Revision;
import io.stacksy.deploy.RevisionListener;
import io.stacksy.deploy.RevisionState;
import io.stacksy.route.Endpoint;
import io.stacksy.route.Lease;
import io.stacksy.route.Operation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** What the gateway counts. A revision's share is forgotten when it is retired, or has failed as a canary. Thread-safe. */
@Component(service = {Metrics.class, RevisionListener.class})
public final class Metrics implements RevisionListener {
    /** The route of a request that came to no operation. */
    static final String UNMATCHED = "unmatched";

    private static final double[] SECONDS = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};

    /** How many clients of operations are told apart between two looks. */
    private static final int MAX_CALLERS = 10_000;

    private final Calls calls = new Calls(MAX_CALLERS);
    private final PrometheusRegistry registry;
    private final Counter requests;
    private final Histogram durations;
    private final Gauge inFlight;
    private final Counter authentications;
    private final CounterDataPoint goodToken;
    private final CounterDataPoint goodKey;
    private final Meter nowhere;
    private final Map<Endpoint, Meter> platform = new ConcurrentHashMap<>();
    private final Map<Endpoint, Retirable> tools = new ConcurrentHashMap<>();

    private record Retirable(Revision revision, Meter meter) {}

    @Activate
    public Metrics(@Reference PrometheusRegistry registry) {
        this.registry = registry;
        requests = Counter.builder()
                .name("stacksy_http_requests_total")
                .help("Requests answered")
                .labelNames("tool", "revision", "method", "route", "status")
                .withoutExemplars()
                .register(registry);
        durations = Histogram.builder()
                .name("stacksy_http_request_duration_seconds")
                .help("Time from a request's head to the end of its answer")
                .labelNames("tool", "revision", "route")
                .classicOnly()
                .classicUpperBounds(SECONDS)
                .withoutExemplars()
                .register(registry);
        inFlight = Gauge.builder()
                .name("stacksy_http_in_flight")
                .help("Requests under way")
                .labelNames("tool", "revision")
                .withoutExemplars()
                .register(registry);
        authentications = Counter.builder()
                .name("stacksy_auth_total")
                .help("Credentials checked")
                .labelNames("method", "outcome")
                .withoutExemplars()
                .register(registry);
        goodToken = authentications.labelValues(credential(false), "ok");
        goodKey = authentications.labelValues(credential(true), "ok");
        nowhere = meter("", "", List.of());
    }

    @Deactivate
    void close() {
        registry.unregister(requests);
        registry.unregister(durations);
        registry.unregister(inFlight);
        registry.unregister(authentications);
    }

    /** The label for {@code method}: itself where it is one of HTTP's own, so that there are only so many. */
    static String method(String method) {
        return switch (method) {
            case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS" -> method;
            default -> "OTHER";
        };
    }

    /** For requests that came to no endpoint. */
    Meter nowhere() {
        return nowhere;
    }

    /** For a part of the platform. */
    Meter of(Endpoint endpoint) {
        Meter known = platform.get(endpoint);
        return known != null ? known : platform.computeIfAbsent(endpoint, added -> meter("", "", added.operations()));
    }

    /** For the revision that {@code lease} holds. */
    Meter of(Lease lease) {
        Retirable known = tools.get(lease.endpoint());
        return known != null
                ? known.meter()
                : tools.computeIfAbsent(lease.endpoint(), added -> retirable(lease.revision(), added))
                        .meter();
    }

    void authenticated(boolean key) {
        (key ? goodKey : goodToken).inc();
    }

    void notAuthenticated(boolean key, AuthException.Reason reason) {
        String outcome =
                switch (reason) {
                    case INVALID -> "invalid";
                    case UNAVAILABLE -> "unavailable";
                };
        authentications.labelValues(credential(key), outcome).inc();
    }

    /** Who called what. */
    Calls calls() {
        return calls;
    }

    @Override
    public void changed(Revision revision, RevisionState state) {
        if (state == RevisionState.RETIRED || state == RevisionState.FAILED) {
            tools.values().removeIf(known -> known.revision().equals(revision) && forget(known.meter()));
        }
    }

    private boolean forget(Meter meter) {
        meter.remove();
        inFlight.remove(meter.tool(), meter.revision());
        return true;
    }

    private Retirable retirable(Revision revision, Endpoint endpoint) {
        return new Retirable(
                revision, meter(revision.tool().value(), revision.version().toString(), endpoint.operations()));
    }

    private Meter meter(String tool, String revision, List<Operation> operations) {
        Map<String, Series> byRoute = new HashMap<>();
        Function<String, Series> series = route ->
                byRoute.computeIfAbsent(route, added -> new Series(requests, durations, tool, revision, added));
        return new Meter(tool, revision, operations, inFlight.labelValues(tool, revision), series);
    }

    private static String credential(boolean key) {
        return key ? "api_key" : "token";
    }
}
