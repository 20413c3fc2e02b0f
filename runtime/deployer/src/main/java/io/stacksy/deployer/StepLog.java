package io.stacksy.deployer;

import io.stacksy.deploy.Rollout.Step;
import io.stacksy.deploy.Rollout.StepState;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The steps that one rollout has gone, the newest last. Used by one thread. */
final class StepLog {
    private final InstantSource clock;
    private final List<Step> steps = new ArrayList<>();

    StepLog(InstantSource clock) {
        this.clock = clock;
    }

    /** All of them, as they stand. */
    List<Step> all() {
        return List.copyOf(steps);
    }

    void begin(String name) {
        steps.add(new Step(name, StepState.RUNNING, clock.instant(), Optional.empty(), Optional.empty()));
    }

    /** Says how the newest step gets on. */
    void note(StepState state, String detail) {
        Step step = newest();
        replaceNewest(new Step(step.name(), state, step.startedAt(), step.endedAt(), Optional.of(detail)));
    }

    /** Ends the newest step. */
    void end(StepState state, Optional<String> detail) {
        replaceNewest(ended(state, detail));
    }

    void undone(String name) {
        steps.replaceAll(past -> past.name().equals(name) && past.state() == StepState.DONE
                ? new Step(name, StepState.UNDONE, past.startedAt(), past.endedAt(), past.detail())
                : past);
    }

    /** All of them as they will stand when the newest is done. Changes nothing. */
    List<Step> whenDone(Optional<String> detail) {
        List<Step> done = new ArrayList<>(steps);
        done.set(done.size() - 1, ended(StepState.DONE, detail));
        return done;
    }

    private Step newest() {
        return steps.get(steps.size() - 1);
    }

    private void replaceNewest(Step step) {
        steps.set(steps.size() - 1, step);
    }

    private Step ended(StepState state, Optional<String> detail) {
        Step step = newest();
        return new Step(step.name(), state, step.startedAt(), Optional.of(clock.instant()), detail);
    }
}
