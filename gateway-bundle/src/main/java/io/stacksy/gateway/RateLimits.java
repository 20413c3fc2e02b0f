package io.stacksy.gateway;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.stacksy.auth.Identity;
import io.stacksy.budget.Rate;
import io.stacksy.deploy.Revision;
import io.stacksy.deploy.RevisionListener;
import io.stacksy.deploy.RevisionState;
import io.stacksy.route.Lease;
import io.stacksy.route.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.LongSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * How often callers may ask: what an API key allows, what the budget of a tool allows each caller, and what an operation
 * allows beside that. A request has to come under all of it. Outlives the revisions of a tool, and goes with the last. Thread-safe.
 */
@Component(service = {RateLimits.class, RevisionListener.class})
public final class RateLimits implements RevisionListener {
    private final PrometheusRegistry registry;
    private final Platform platform;
    private final Gates gates;
    private final Buckets buckets;
    private final Counter limited;

    @Activate
    public RateLimits(@Reference PrometheusRegistry registry, @Reference Platform platform, @Reference Gates gates) {
        this(registry, platform, gates, System::nanoTime);
    }

    RateLimits(PrometheusRegistry registry, Platform platform, Gates gates, LongSupplier ticker) {
        this.registry = registry;
        this.platform = platform;
        this.gates = gates;
        this.buckets = new Buckets(ticker);
        this.limited = Counter.builder()
                .name("stacksy_rate_limited_total")
                .help("Requests that came more often than they may")
                .labelNames("tool")
                .withoutExemplars()
                .register(registry);
    }

    @Deactivate
    void close() {
        registry.unregister(limited);
    }

    /**
     * Counts a request, and lets its answer say how much is left.
     *
     * @param tool empty for a part of the platform
     * @throws Refusal if there is nothing left of one of the limits; of the others nothing is spent then
     */
    void spend(Exchange exchange, String tool, Operation operation, Optional<Identity> identity) {
        Optional<Identity.Key> key = identity.flatMap(Identity::key);
        Optional<Rate> ofKey = key.flatMap(Identity.Key::rate);
        Optional<Rate> ofTool =
                tool.isEmpty() ? Optional.empty() : gates.budget(tool).rate();
        if (ofKey.isEmpty() && ofTool.isEmpty() && operation.quota().isEmpty()) {
            return;
        }
        String caller = identity.map(Identity::subject)
                .orElseGet(() -> exchange.client().network());
        List<RateLimit> limits = new ArrayList<>(3);
        ofKey.ifPresent(rate -> limits.add(RateLimit.ofKey(key.get(), rate)));
        ofTool.ifPresent(rate -> limits.add(RateLimit.ofTool(tool, rate, caller)));
        operation.quota().ifPresent(quota -> limits.add(RateLimit.ofOperation(tool, operation, quota, caller)));
        spend(exchange, tool, limits);
    }

    /** In this order: what all share comes last, so that nobody spends of it who is refused anyway. */
    private void spend(Exchange exchange, String tool, List<RateLimit> limits) {
        StringJoiner policies = new StringJoiner(", ");
        limits.forEach(limit -> policies.add(limit.policyItem()));
        StringJoiner levels = new StringJoiner(", ");
        for (int i = 0; i < limits.size(); i++) {
            RateLimit limit = limits.get(i);
            Level level = buckets.take(limit.key(), limit.rate());
            if (!level.taken()) {
                limits.subList(0, i).forEach(other -> buckets.giveBack(other.key(), other.rate()));
                limited.labelValues(tool).inc();
                exchange.head().limits(policies.toString(), limit.levelItem(level));
                throw Refusal.tooOften(limit.explanation(level), level.secondsToNext());
            }
            levels.add(limit.levelItem(level));
        }
        exchange.head().limits(policies.toString(), levels.toString());
    }

    @Override
    public void changed(Revision revision, RevisionState state) {
        String tool = revision.tool().value();
        if ((state == RevisionState.RETIRED || state == RevisionState.FAILED) && !isServed(tool)) {
            buckets.forget(tool);
            limited.remove(tool);
        }
    }

    /** Whether another revision of the tool answers. */
    private boolean isServed(String tool) {
        Optional<Lease> lease = platform.router().flatMap(router -> router.enter(tool, () -> 0));
        lease.ifPresent(Lease::close);
        return lease.isPresent();
    }
}
