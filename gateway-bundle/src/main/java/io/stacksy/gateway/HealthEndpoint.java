package io.stacksy.gateway;

import io.stacksy.route.Admission;
import io.stacksy.route.FixedEndpoint;
import io.stacksy.route.FixedOperations;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.ResultLog;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.apache.felix.hc.api.execution.HealthCheckSelector;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Says how the node is doing: to what restarts it, to what sends it requests, and to its operators. */
@Component(service = HealthEndpoint.class)
public final class HealthEndpoint implements FixedEndpoint {
    /** The first segment of its paths. */
    static final String HEAD = "health";

    private static final String LIVE = "/health/live";
    private static final String READY = "/health/ready";
    private static final String ALL = "/health";
    /** Every check but those that ask for it by a tag; without any tag only those tagged "default" would run. */
    private static final String NOT_HIDDEN = "-hidden";

    private static final String DETAILS = "health:read";

    private final FixedOperations operations = FixedOperations.at(LIVE, READY, ALL);
    private final Platform platform;
    private final Readiness readiness;
    private final HttpConnector connector;

    @Activate
    public HealthEndpoint(
            @Reference Platform platform, @Reference Readiness readiness, @Reference HttpConnector connector) {
        this.platform = platform;
        this.readiness = readiness;
        this.connector = connector;
    }

    @Override
    public FixedOperations shown() {
        return operations;
    }

    @Override
    public void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        List<Check> checks =
                switch (request.getPathInfo()) {
                    case LIVE -> List.of(threads());
                    case READY -> readiness.checks();
                    default -> all();
                };
        Check.Status status = checks.stream().map(Check::status).reduce(Check.Status.UP, Check.Status::worse);
        boolean details = Admission.of(request).grants().test(DETAILS);
        byte[] body = body(status, checks, details).getBytes(StandardCharsets.UTF_8);
        response.setStatus(
                status == Check.Status.DOWN ? HttpServletResponse.SC_SERVICE_UNAVAILABLE : HttpServletResponse.SC_OK);
        response.setHeader("Cache-Control", "no-store");
        response.setContentType("application/json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static Check threads() {
        long[] deadlocked = ManagementFactory.getThreadMXBean().findDeadlockedThreads();
        return Check.of("threads", deadlocked == null, "deadlocked");
    }

    private List<Check> all() {
        Map<String, Check> checks = new LinkedHashMap<>();
        Stream.of(
                        readiness.checks(),
                        List.of(threads()),
                        connector.certificate().stream().toList(),
                        platform.healthChecks().map(HealthEndpoint::run).orElse(List.of()))
                .flatMap(List::stream)
                .forEach(check -> checks.merge(check.name(), check, Check::worse));
        return List.copyOf(checks.values());
    }

    private static List<Check> run(HealthCheckExecutor executor) {
        return executor.execute(HealthCheckSelector.tags(NOT_HIDDEN)).stream()
                .map(HealthEndpoint::check)
                .toList();
    }

    /** The node serves on with a check of a tool that is bad: it is degraded, not down. */
    private static Check check(HealthCheckExecutionResult result) {
        boolean good = result.getHealthCheckResult().isOk();
        return new Check(
                result.getHealthCheckMetadata().getTitle(),
                good ? Check.Status.UP : Check.Status.DEGRADED,
                good ? "" : messages(result.getHealthCheckResult()));
    }

    private static String messages(Result result) {
        return StreamSupport.stream(result.spliterator(), false)
                .map(ResultLog.Entry::getMessage)
                .collect(Collectors.joining("; "));
    }

    private static String body(Check.Status status, List<Check> checks, boolean details) {
        Json json = new Json()
                .open('{')
                .member("status", status.label())
                .name("checks")
                .open('[');
        for (Check check : checks) {
            json.open('{')
                    .member("name", check.name())
                    .member("status", check.status().label());
            if (details && !check.detail().isEmpty()) {
                json.member("detail", check.detail());
            }
            json.close('}');
        }
        return json.close(']').close('}').toString();
    }
}
