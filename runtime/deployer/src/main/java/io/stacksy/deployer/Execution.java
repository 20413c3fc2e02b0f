package io.stacksy.deployer;

import io.stacksy.deploy.Rollout;
import io.stacksy.deploy.Rollout.Kind;
import io.stacksy.deploy.Rollout.State;
import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.RolloutException.Reason;
import io.stacksy.store.StoreException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Sees each rollout that has begun to its end. A tool is free for the next one as soon as the last is decided; what has
 * lost the traffic is drained and retired beside that. Thread-safe.
 */
final class Execution {
    private final Workshop workshop;
    private final Records records;
    private final Steps steps;
    private final Probation probation;
    private final Quarantines quarantines;
    private final Executor workers;

    Execution(
            Workshop workshop,
            Records records,
            Steps steps,
            Probation probation,
            Quarantines quarantines,
            Executor workers) {
        this.workshop = workshop;
        this.records = records;
        this.steps = steps;
        this.probation = probation;
        this.quarantines = quarantines;
        this.workers = workers;
    }

    /** Puts a rollout on record and lets its steps run. Returns it as it begins. */
    Rollout begin(Attempt attempt, List<Step> plan, State goal) {
        open(attempt);
        Rollout begun = attempt.progress().rollout();
        records.begun(attempt.progress());
        try {
            workers.execute(() -> carryOut(attempt, plan, goal));
        } catch (RejectedExecutionException e) {
            RolloutException stops = RolloutException.because(Reason.INTERRUPTED, "the node stops", e);
            attempt.progress().end(State.FAILED, stops);
            throw stops;
        }
        return begun;
    }

    private static void open(Attempt attempt) {
        if (attempt.progress().isOpen()) {
            return;
        }
        try {
            attempt.progress().open();
        } catch (StoreException e) {
            RolloutException refused = Steps.refused(e);
            Steps.undo(attempt, refused);
            throw refused;
        }
    }

    private void carryOut(Attempt attempt, List<Step> plan, State goal) {
        Progress progress = attempt.progress();
        try {
            steps.run(attempt, plan);
        } catch (RolloutException e) {
            attempt.release();
            progress.end(failed(progress, e), e);
            return;
        }
        if (goal == State.LIVE) {
            quarantines.served(attempt.slot(), progress.decider());
        }
        attempt.release();
        progress.decide(goal);
        if (progress.rollout().kind() == Kind.DEPLOY) {
            probation.begin(attempt.tool(), attempt.slot());
        }
        steps.finish(attempt, workshop.aftermath());
        progress.end(goal, attempt.note());
    }

    /** How a rollout ends that failed for {@code why}. */
    static State failed(Progress progress, RolloutException why) {
        if (why.reason() == Reason.ABORTED) {
            return State.ABORTED;
        }
        return progress.rollout().from().isPresent() ? State.ROLLED_BACK : State.FAILED;
    }
}
