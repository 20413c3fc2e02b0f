package io.stacksy.deployer;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.stacksy.deploy.Revision;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** The accounts as `/metrics` shows them: read when they are asked for, of what is in memory then. */
final class AccountMetrics implements AutoCloseable {
    private final PrometheusRegistry registry;
    private final Supplier<? extends Collection<Slot>> slots;
    private final List<CounterWithCallback> counters;

    AccountMetrics(PrometheusRegistry registry, Supplier<? extends Collection<Slot>> slots) {
        this.registry = registry;
        this.slots = slots;
        this.counters = List.of(
                counter(
                        "stacksy_tool_cpu_seconds_total",
                        "Processor time used for requests and by threads of its own.",
                        sums -> sums.cpuNanos() / 1e9),
                counter(
                        "stacksy_tool_allocated_bytes_total",
                        "Memory taken for new objects, for requests and by threads of its own.",
                        Account.Sums::allocatedBytes),
                counter(
                        "stacksy_tool_database_seconds_total",
                        "Time for which it had connections to the database, all together.",
                        sums -> sums.databaseNanos() / 1e9));
    }

    private CounterWithCallback counter(String name, String help, ToDoubleFunction<Account.Sums> value) {
        return CounterWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames("tool", "revision")
                .callback(series -> byRevision(value)
                        .forEach((revision, sum) -> series.call(
                                sum, revision.tool().value(), revision.version().toString())))
                .register(registry);
    }

    /** A revision that was brought in again while it was on its way out has two slots, and one series. */
    private Map<Revision, Double> byRevision(ToDoubleFunction<Account.Sums> value) {
        Map<Revision, Double> sums = new LinkedHashMap<>();
        for (Slot slot : slots.get()) {
            sums.merge(slot.revision(), value.applyAsDouble(slot.account().sums()), Double::sum);
        }
        return sums;
    }

    @Override
    public void close() {
        counters.forEach(registry::unregister);
    }
}
