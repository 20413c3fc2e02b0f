package io.stacksy.deployer;

import io.stacksy.deploy.Revision;
import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.Tool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.ResultLog;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** The health checks of one tool bundle. Thread-safe. */
final class Readiness {
    private static final Duration FRESH = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final long FIRST_PAUSE_MILLIS = 20;
    private static final long LONGEST_PAUSE_MILLIS = 250;

    private final BundleContext context;
    private final Bundle bundle;
    private final Revision revision;
    private final Ticker ticker;
    private Tool.@Nullable Health known;
    private Ticker.Deadline stale;

    /** What one check says. */
    private record Answer(String name, Result result) {}

    Readiness(BundleContext context, Bundle bundle, Revision revision, Ticker ticker) {
        this.context = context;
        this.bundle = bundle;
        this.revision = revision;
        this.ticker = ticker;
        this.stale = ticker.in(Duration.ZERO);
    }

    /** Asks again and again until all are good; returns what they said. */
    String await(Ticker.Deadline deadline) throws InterruptedException {
        List<ServiceReference<?>> checks = checks();
        if (checks.isEmpty()) {
            return "no health checks";
        }
        long pause = FIRST_PAUSE_MILLIS;
        while (true) {
            List<Answer> bad = ask(checks, deadline).stream()
                    .filter(answer -> !isGood(answer.result().getStatus()))
                    .toList();
            if (bad.isEmpty()) {
                return checks.size() == 1 ? "1 health check is good" : checks.size() + " health checks are good";
            }
            if (deadline.left().toMillis() <= pause) { // no time to ask once more
                throw RolloutException.notReady(
                        revision,
                        deadline.timeout(),
                        bad.stream().map(Readiness::says).collect(Collectors.joining("; ")));
            }
            // a check is asked and does not tell, so there is no event to wait for
            TimeUnit.MILLISECONDS.sleep(pause);
            pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
        }
    }

    /** What they say, asked anew only every few seconds. */
    synchronized Tool.Health health() {
        Tool.Health last = known;
        if (last != null && !stale.isOver()) {
            return last;
        }
        Tool.Health now;
        try {
            now = ask(checks(), ticker.in(PATIENCE)).stream()
                    .map(answer -> health(answer.result().getStatus()))
                    .reduce(Tool.Health.UP, (one, other) -> one.compareTo(other) > 0 ? one : other);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return last == null ? Tool.Health.UP : last;
        }
        known = now;
        stale = ticker.in(FRESH);
        return now;
    }

    private static Tool.Health health(Result.Status status) {
        return switch (status) {
            case OK -> Tool.Health.UP;
            case WARN -> Tool.Health.DEGRADED;
            case TEMPORARILY_UNAVAILABLE, CRITICAL, HEALTH_CHECK_ERROR -> Tool.Health.DOWN;
        };
    }

    private static boolean isGood(Result.Status status) {
        return health(status) != Tool.Health.DOWN;
    }

    private List<ServiceReference<?>> checks() {
        ServiceReference<?>[] services = bundle.getRegisteredServices();
        return services == null
                ? List.of()
                : List.of(services).stream().filter(Readiness::isCheck).toList();
    }

    private static boolean isCheck(ServiceReference<?> service) {
        return List.of((String[]) service.getProperty("objectClass")).contains(HealthCheck.class.getName());
    }

    private List<Answer> ask(List<ServiceReference<?>> checks, Ticker.Deadline deadline) throws InterruptedException {
        List<Answer> answers = new ArrayList<>();
        for (ServiceReference<?> check : checks) {
            answers.add(new Answer(name(check), ask(check, deadline)));
        }
        return answers;
    }

    private Result ask(ServiceReference<?> check, Ticker.Deadline deadline) throws InterruptedException {
        if (!(context.getService(check) instanceof HealthCheck present)) {
            return new Result(Result.Status.TEMPORARILY_UNAVAILABLE, "it is not there");
        }
        try {
            Result result = Bounded.call(
                    revision + " health check", present.getClass().getClassLoader(), deadline, present::execute);
            return result == null ? new Result(Result.Status.HEALTH_CHECK_ERROR, "it said nothing") : result;
        } catch (ExecutionException e) {
            return new Result(Result.Status.HEALTH_CHECK_ERROR, "it failed: " + Words.cause(e));
        } catch (TimeoutException e) {
            return new Result(Result.Status.TEMPORARILY_UNAVAILABLE, "it did not answer in time");
        } finally {
            context.ungetService(check);
        }
    }

    private static String name(ServiceReference<?> check) {
        return check.getProperty(HealthCheck.NAME) instanceof String name ? name : "its health check";
    }

    private static String says(Answer answer) {
        String messages = StreamSupport.stream(answer.result().spliterator(), false)
                .filter(entry -> !isGood(entry.getStatus()))
                .map(ResultLog.Entry::getMessage)
                .collect(Collectors.joining(", "));
        return answer.name() + " says " + answer.result().getStatus() + (messages.isEmpty() ? "" : ": " + messages);
    }
}
