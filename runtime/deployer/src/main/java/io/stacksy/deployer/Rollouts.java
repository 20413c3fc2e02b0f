package io.stacksy.deployer;

import io.stacksy.deploy.Actor;
import io.stacksy.deploy.CanaryOrder;
import io.stacksy.deploy.Plan;
import io.stacksy.deploy.Revision;
import io.stacksy.deploy.Rollout;
import io.stacksy.deploy.Rollout.Kind;
import io.stacksy.deploy.Rollout.State;
import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.RolloutException.Reason;
import io.stacksy.deploy.Submission;
import io.stacksy.deploy.ToolName;
import io.stacksy.deploy.Version;
import io.stacksy.store.StoreException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * The engine: begins rollouts, one at a time for each tool, and sees each to its end. A tool is free for the next one as
 * soon as the last is decided; what has lost the traffic is drained and retired beside that. Thread-safe.
 */
final class Rollouts {
    private final Workshop.Node node;
    private final Workshop workshop;
    private final Records records;
    private final Steps steps;
    private final Executor workers;
    private final Probation probation;

    Rollouts(Workshop.Node node, Workshop workshop, Records records, Steps steps, Executor workers, Timer timer) {
        this.node = node;
        this.workshop = workshop;
        this.records = records;
        this.steps = steps;
        this.workers = workers;
        this.probation = new Probation(
                this::goBack, timer, node.ticker(), node.settings().rollbackWindow());
    }

    Rollout deploy(Submission submission, Actor actor) {
        return deploy(submission, actor, workshop.intake());
    }

    /** Deploys a jar of the distribution, which is trusted as the node itself is. */
    Rollout deployOwn(Path jar, Actor actor) {
        return deploy(Submission.of(jar), actor, workshop.ownIntake());
    }

    private Rollout deploy(Submission submission, Actor actor, List<Step> intake) {
        Attempt attempt = attempt(Kind.DEPLOY, actor);
        attempt.submission(submission);
        return guarded(attempt, () -> {
            steps.run(attempt, intake);
            if (isLive(attempt)) {
                return nothingToDo(attempt);
            }
            return begin(
                    attempt, attempt.hasEntered() ? workshop.cold(submission) : workshop.warm(submission), State.LIVE);
        });
    }

    Rollout rollBack(ToolName name, Optional<Version> to, Actor actor) {
        return rollBack(name, to, false, actor);
    }

    Rollout rollBack(ToolName name, Optional<Version> to, boolean acceptDataLoss, Actor actor) {
        return rollBack(name, to, acceptDataLoss, attempt(Kind.ROLLBACK, actor));
    }

    /** Goes back to the revision before unasked. */
    private void goBack(Slot before, String why) {
        Attempt attempt = attempt(Kind.ROLLBACK, Probation.BY);
        attempt.note(why);
        Revision revision = before.revision();
        Rollout unused = rollBack(revision.tool(), Optional.of(revision.version()), false, attempt);
    }

    private Rollout rollBack(ToolName name, Optional<Version> to, boolean acceptDataLoss, Attempt attempt) {
        return guarded(attempt, () -> {
            occupy(attempt, name);
            Slot target = RollbackTarget.of(attempt.tool(), to);
            if (!acceptDataLoss) {
                node.losses().checkRollback(target.revision());
            }
            boolean inMemory = attempt.tool().needs(target);
            attempt.stage(target);
            if (!inMemory) {
                bringBack(attempt, target);
            }
            identify(attempt, Optional.of(target.revision().version()));
            if (isLive(attempt)) {
                return nothingToDo(attempt);
            }
            return begin(attempt, inMemory ? workshop.warm() : workshop.stored(), State.LIVE);
        });
    }

    /** Says how a canary goes on. */
    Rollout steer(ToolName name, CanaryOrder order, Actor actor) {
        return known(name)
                .canary()
                .orElseThrow(() -> RolloutException.noCanary(name))
                .say(order, actor);
    }

    /** @param version the one revision; empty for the whole tool */
    Rollout remove(ToolName name, Optional<Version> version, Actor actor) {
        Attempt attempt = attempt(Kind.REMOVE, actor);
        return guarded(attempt, () -> {
            occupy(attempt, name);
            ToolState tool = attempt.tool();
            version.ifPresent(gone -> RollbackTarget.checkRemovable(tool, gone));
            attempt.progress()
                    .identify(
                            name,
                            version.or(() ->
                                    tool.live().map(slot -> slot.revision().version())),
                            Optional.empty());
            return begin(attempt, workshop.withdrawal(version), State.REMOVED);
        });
    }

    private Attempt attempt(Kind kind, Actor actor) {
        return new Attempt(new Progress(kind, actor, node.ledger(), node.clock(), node.recordedBy()));
    }

    /** Runs the part that whoever asked waits for: what fails in it is refused, and leaves no record unless it had one. */
    private static Rollout guarded(Attempt attempt, Beginning beginning) {
        boolean begun = false;
        try {
            Rollout rollout = beginning.begin();
            begun = !rollout.state().decided();
            return rollout;
        } catch (RolloutException e) {
            throw refused(attempt, e);
        } catch (StoreException e) {
            throw refused(attempt, Steps.refused(e));
        } finally {
            if (!begun) {
                attempt.release();
            }
        }
    }

    private static RolloutException refused(Attempt attempt, RolloutException why) {
        Progress progress = attempt.progress();
        if (progress.isOpen() && !progress.decided().isDone()) {
            progress.end(failed(progress, why), why);
        }
        return why;
    }

    private static State failed(Progress progress, RolloutException why) {
        if (why.reason() == Reason.ABORTED) {
            return State.ABORTED;
        }
        return progress.rollout().from().isPresent() ? State.ROLLED_BACK : State.FAILED;
    }

    private void occupy(Attempt attempt, ToolName name) {
        attempt.occupy(known(name), node.ledger());
    }

    private ToolState known(ToolName name) {
        return node.tools()
                .find(name)
                .filter(known -> !known.revisions().isEmpty())
                .orElseThrow(() -> RolloutException.noSuchTool(name));
    }

    private static void identify(Attempt attempt, Optional<Version> to) {
        ToolState tool = attempt.tool();
        attempt.progress()
                .identify(tool.name(), tool.live().map(slot -> slot.revision().version()), to);
    }

    private static boolean isLive(Attempt attempt) {
        return attempt.tool().live().filter(live -> live == attempt.slot()).isPresent();
    }

    private static Rollout nothingToDo(Attempt attempt) {
        attempt.progress().end(State.NOTHING_TO_DO, Optional.of(attempt.slot().revision() + " is live already"));
        return attempt.progress().rollout();
    }

    /** Makes a slot for a revision of which only the bytes are left. */
    private void bringBack(Attempt attempt, Slot known) {
        Slot slot = Slot.staged(known.revision(), known.aliases(), node.clock().instant());
        node.claims().claim(slot).ifPresent(taken -> {
            Plan.Obstacle obstacle = Standing.aliasTaken(slot.revision().tool(), taken);
            throw RolloutException.because(obstacle.reason(), obstacle.detail());
        });
        attempt.enter(Optional.of(known));
        attempt.tool().add(slot);
        attempt.stage(slot);
        attempt.done().push(workshop.inspect());
    }

    private Rollout begin(Attempt attempt, List<Step> plan, State goal) {
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
        attempt.release();
        progress.decide(goal);
        if (progress.rollout().kind() == Kind.DEPLOY) {
            probation.begin(attempt.tool(), attempt.slot());
        }
        steps.finish(attempt, workshop.aftermath());
        progress.end(goal, attempt.note());
    }

    /** The first part of a rollout. */
    @FunctionalInterface
    private interface Beginning {
        Rollout begin();
    }
}
