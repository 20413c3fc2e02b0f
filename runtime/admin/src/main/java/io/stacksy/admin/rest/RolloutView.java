package io.stacksy.admin.rest;

import io.stacksy.deploy.Removal;
import io.stacksy.deploy.Rollout;
import io.stacksy.deploy.Version;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A rollout as JSON shows it.
 *
 * @param removals what became of the revisions that it took out of memory; null where that was not asked for
 */
public record RolloutView(
        String id,
        String kind,
        String tool,
        @Schema(nullable = true) @Nullable String from,
        @Schema(nullable = true) @Nullable String to,
        String state,
        List<StepView> steps,
        @Schema(nullable = true) @Nullable String reason,
        @Schema(nullable = true) @Nullable String cause,
        String startedBy,
        Instant startedAt,
        @Schema(nullable = true) @Nullable Instant endedAt,
        @Schema(nullable = true) @Nullable List<RemovalView> removals) {
    public RolloutView {
        steps = List.copyOf(steps);
        removals = removals == null ? null : List.copyOf(removals);
    }

    static RolloutView of(Rollout rollout) {
        return new RolloutView(
                rollout.id().toString(),
                rollout.kind().label(),
                rollout.tool().value(),
                rollout.from().map(Version::toString).orElse(null),
                rollout.to().map(Version::toString).orElse(null),
                rollout.state().label(),
                rollout.steps().stream().map(StepView::of).toList(),
                rollout.reason().orElse(null),
                rollout.cause().map(Labels::of).orElse(null),
                rollout.startedBy().name(),
                rollout.startedAt(),
                rollout.endedAt().orElse(null),
                null);
    }

    /** The same with what became of the revisions that it took out of memory. */
    RolloutView with(List<Removal> found) {
        return new RolloutView(
                id,
                kind,
                tool,
                from,
                to,
                state,
                steps,
                reason,
                cause,
                startedBy,
                startedAt,
                endedAt,
                found.stream().map(RemovalView::of).toList());
    }

    /** One step of it. */
    public record StepView(
            String name,
            String state,
            Instant startedAt,
            @Schema(nullable = true) @Nullable Instant endedAt,
            @Schema(nullable = true) @Nullable String detail) {
        static StepView of(Rollout.Step step) {
            return new StepView(
                    step.name(),
                    step.state().label(),
                    step.startedAt(),
                    step.endedAt().orElse(null),
                    step.detail().orElse(null));
        }
    }
}
