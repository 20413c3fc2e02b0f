package io.stacksy.gateway;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.stacksy.budget.Budget;
import io.stacksy.budget.Budgets;
import io.stacksy.deploy.Recall;
import io.stacksy.deploy.Revision;
import io.stacksy.deploy.RevisionListener;
import io.stacksy.deploy.RevisionState;
import io.stacksy.deploy.Troubles;
import io.stacksy.route.Lease;
import io.stacksy.store.Reachability;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The gates of all tools, and what they turned away. Thread-safe. */
@Component(service = {Gates.class, RevisionListener.class})
public final class Gates implements RevisionListener {
    private final PrometheusRegistry registry;
    private final LongSupplier ticker;
    private final Counter refused;
    private final Map<String, Gate> gates = new ConcurrentHashMap<>();
    private final Crowd crowd = new Crowd(JettySwitch.THREADS_FOR_TOOLS);
    private final Complaints complaints = new Complaints();
    private final Deadlines deadlines;
    private volatile @Nullable Budgets budgets;
    private volatile @Nullable Reachability database;

    @Activate
    public Gates(@Reference PrometheusRegistry registry, @Reference Recall recall) {
        this(registry, recall, System::nanoTime);
    }

    Gates(PrometheusRegistry registry, Recall recall, LongSupplier ticker) {
        this.registry = registry;
        this.ticker = ticker;
        this.deadlines = new Deadlines(ticker, recall, () -> gates.values().forEach(Gate::settle));
        this.refused = Counter.builder()
                .name("stacksy_tool_refused_total")
                .help(
                        "Requests that a tool's budget did not allow for, by the part of it: concurrency, deadline, errors, quarantine")
                .labelNames("tool", "budget")
                .withoutExemplars()
                .register(registry);
    }

    @Deactivate
    void close() {
        deadlines.close();
        registry.unregister(refused);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addBudgets(Budgets added) {
        budgets = added;
    }

    void removeBudgets(Budgets removed) {
        if (removed.equals(budgets)) {
            budgets = null;
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addTroubles(Troubles added) {
        complaints.to(added);
    }

    void removeTroubles(Troubles removed) {
        if (complaints.areTo(removed)) {
            complaints.to(null);
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addReachability(Reachability added) {
        database = added;
    }

    void removeReachability(Reachability removed) {
        if (removed.equals(database)) {
            database = null;
        }
    }

    private boolean wasAway(long nanos) {
        Reachability known = database;
        return known != null && known.wasLostSince(nanos);
    }

    /**
     * Lets a request in, which must {@link Permit#close} what it gets.
     *
     * @throws Refusal where the tool's budget is spent, its revision is given a rest, or budgets cannot be told yet
     */
    Permit enter(Lease lease) {
        String tool = lease.revision().tool().value();
        Gate gate = gates.get(tool);
        return (gate == null ? gate(tool) : gate).enter(lease, budget(tool));
    }

    /**
     * What a tool may take.
     *
     * @throws Refusal where budgets cannot be told yet
     */
    Budget budget(String tool) {
        Budgets known = budgets;
        if (known == null) {
            throw Refusal.notReady();
        }
        return known.of(tool);
    }

    /** Begins to watch whether the answer to a request that was let in begins in time. */
    Watch watch(Exchange exchange, Permit permit) {
        return deadlines.watch(exchange, permit);
    }

    private Gate gate(String tool) {
        return gates.computeIfAbsent(
                tool,
                added -> new Gate(
                        crowd, ticker, part -> refused.labelValues(tool, part).inc(), complaints, this::wasAway));
    }

    @Override
    public void changed(Revision revision, RevisionState state) {
        if (state == RevisionState.RETIRED || state == RevisionState.FAILED) {
            gates.computeIfPresent(revision.tool().value(), (tool, gate) -> gate.forget(revision) ? null : gate);
        }
    }
}
