package io.stacksy.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A rollout as a node tells of it.
 *
 * @param json how the node wrote it
 */
record Rollout(
        String id,
        String tool,
        Optional<String> from,
        Optional<String> to,
        State state,
        List<Step> steps,
        Optional<String> reason,
        String json) {
    /** How far it has come, or how it ended. */
    enum State {
        RUNNING,
        LIVE,
        NOTHING_TO_DO,
        FAILED,
        ROLLED_BACK,
        ABORTED,
        REMOVED
    }

    /** One step of it; {@code took} is empty while it runs. */
    record Step(String name, String state, Optional<Duration> took, Optional<String> detail) {
        private static Step of(Json step) {
            return new Step(step.text("name"), step.text("state"), took(step), step.find("detail"));
        }

        private static Optional<Duration> took(Json step) {
            try {
                Instant started = Instant.parse(step.text("started_at"));
                return step.find("ended_at").map(ended -> Duration.between(started, Instant.parse(ended)));
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        }
    }

    Rollout {
        steps = List.copyOf(steps);
    }

    static Rollout of(Json rollout, String json) {
        return new Rollout(
                rollout.find("id").orElseThrow(Rollout::notOne),
                rollout.text("tool"),
                rollout.find("from"),
                rollout.find("to"),
                rollout.find("state").flatMap(Rollout::state).orElseThrow(Rollout::notOne),
                rollout.objects("steps").stream().map(Step::of).toList(),
                rollout.find("reason"),
                json);
    }

    private static Optional<State> state(String label) {
        return List.of(State.values()).stream()
                .filter(state -> state.name().toLowerCase(Locale.ROOT).equals(label))
                .findFirst();
    }

    private static Failure notOne() {
        return Failure.refused(
                "the node tells of a rollout in a way that is not understood; is this command as new as the node?",
                Optional.empty());
    }

    boolean decided() {
        return state != State.RUNNING;
    }

    /** What it found, where a person has to say how it goes on. */
    Optional<String> waitsFor() {
        return steps.stream()
                .filter(step ->
                        step.state().equals("inconclusive") || step.state().equals("paused"))
                .findFirst()
                .map(step -> step.detail().orElse(step.state()));
    }

    /** The tool and the version that it is about: {@code links 1.1.0}, or {@code links} alone. */
    String subject() {
        return to.or(() -> from).map(version -> tool + " " + version).orElse(tool);
    }
}
