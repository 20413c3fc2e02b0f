package io.stacksy.deployer;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Labels;
import io.stacksy.deploy.Revision;
import io.stacksy.deploy.RevisionListener;
import io.stacksy.deploy.RevisionState;
import io.stacksy.deploy.Rollout;
import io.stacksy.deploy.ToolName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** What `/metrics` says of rollouts and revisions. Thread-safe. */
final class Metrics implements RevisionListener, Consumer<Rollout>, AutoCloseable {
    private final PrometheusRegistry registry;
    private final Counter rollouts = Counter.builder()
            .name("stacksy_rollouts_total")
            .help("Rollouts that have ended, by how.")
            .labelNames("tool", "outcome")
            .build();
    private final Histogram seconds = Histogram.builder()
            .name("stacksy_rollout_seconds")
            .help("How long each stage of a rollout took.")
            .labelNames("tool", "stage")
            .classicUpperBounds(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
            .classicOnly()
            .build();
    private final Gauge states = Gauge.builder()
            .name("stacksy_revision_state")
            .help("1 for the state that a revision is in.")
            .labelNames("tool", "revision", "state")
            .build();
    private final Gauge unreclaimed = Gauge.builder()
            .name("stacksy_unreclaimed_revisions")
            .help("Retired revisions whose classes something still holds in memory.")
            .labelNames("tool")
            .build();

    Metrics(PrometheusRegistry registry) {
        this.registry = registry;
        registry.register(rollouts);
        registry.register(seconds);
        registry.register(states);
        registry.register(unreclaimed);
    }

    @Override
    public void changed(Revision revision, RevisionState state) {
        String tool = revision.tool().value();
        String version = revision.version().toString();
        for (RevisionState other : RevisionState.values()) {
            if (other != state) {
                states.remove(tool, version, other.label());
            }
        }
        if (state == RevisionState.RETIRED) {
            states.remove(tool, version, state.label());
        } else {
            states.labelValues(tool, version, state.label()).set(1);
        }
    }

    /** Counts a rollout that has ended. */
    @Override
    public void accept(Rollout rollout) {
        if (rollout.endedAt().isEmpty()) {
            return;
        }
        String tool = rollout.tool().value();
        rollouts.labelValues(tool, rollout.state().label()).inc();
        for (Rollout.Step step : rollout.steps()) {
            Instant end = step.endedAt().orElse(step.startedAt());
            seconds.labelValues(tool, step.name())
                    .observe(Duration.between(step.startedAt(), end).toNanos() / 1e9);
        }
    }

    void unreclaimed(ToolName tool, int revisions) {
        if (revisions == 0) {
            unreclaimed.remove(tool.value());
        } else {
            unreclaimed.labelValues(tool.value()).set(revisions);
        }
    }

    /** The names of the series that there are of a revision, whoever has made them. */
    List<String> seriesOf(Revision revision) {
        return registry.scrape().stream()
                .filter(metric -> metric.getDataPoints().stream().anyMatch(point -> isOf(point.getLabels(), revision)))
                .map(metric -> metric.getMetadata().getPrometheusName())
                .toList();
    }

    private static boolean isOf(Labels labels, Revision revision) {
        return revision.tool().value().equals(labels.get("tool"))
                && revision.version().toString().equals(labels.get("revision"));
    }

    @Override
    public void close() {
        registry.unregister(rollouts);
        registry.unregister(seconds);
        registry.unregister(states);
        registry.unregister(unreclaimed);
    }
}
