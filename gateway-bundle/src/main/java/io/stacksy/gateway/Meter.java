package io.stacksy.gateway;

import io.prometheus.metrics.core.datapoints.GaugeDataPoint;
import io.stacksy.route.Operation;
import java.util.IdentityHashMap;
import java.util.function.Function;

/** What is counted about one endpoint, with a {@link Series} for each of its operations. Thread-safe. */
final class Meter {
    private final String tool;
    private final String revision;
    private final GaugeDataPoint inFlight;
    private final Series unmatched;
    private final CpuSampling sampling = new CpuSampling();

    /** By identity, as operations are one object each; not changed after construction. */
    private final IdentityHashMap<Operation, Series> series = new IdentityHashMap<>();

    Meter(
            String tool,
            String revision,
            Iterable<Operation> operations,
            GaugeDataPoint inFlight,
            Function<String, Series> seriesOfRoute) {
        this.tool = tool;
        this.revision = revision;
        this.inFlight = inFlight;
        this.unmatched = seriesOfRoute.apply(Metrics.UNMATCHED);
        operations.forEach(operation -> series.put(operation, seriesOfRoute.apply(operation.template())));
    }

    /** The tool's name; empty for a part of the platform. */
    String tool() {
        return tool;
    }

    /** The revision's version; empty for a part of the platform. */
    String revision() {
        return revision;
    }

    CpuSampling sampling() {
        return sampling;
    }

    Series of(Operation operation) {
        Series found = series.get(operation);
        return found == null ? unmatched : found;
    }

    /** Where requests count that match no operation. */
    Series unmatched() {
        return unmatched;
    }

    void enter() {
        inFlight.inc();
    }

    void leave() {
        inFlight.dec();
    }

    void remove() {
        unmatched.remove();
        series.values().forEach(Series::remove);
    }
}
