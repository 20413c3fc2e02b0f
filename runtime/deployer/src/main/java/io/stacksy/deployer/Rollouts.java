package io.stacksy.deployer;

import io.stacksy.deploy.Actor;
import io.stacksy.deploy.CanaryOrder;
import io.stacksy.deploy.Plan;
import io.stacksy.deploy.Revision;
import io.stacksy.deploy.Rollout;
import io.stacksy.deploy.Rollout.Kind;
import io.stacksy.deploy.Rollout.State;
import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.Submission;
import io.stacksy.deploy.ToolName;
import io.stacksy.deploy.Version;
import io.stacksy.store.StoreException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine: the ways to begin a rollout, one at a time for each tool. Thread-safe. */
final class Rollouts {
    private static final Logger LOG = LoggerFactory.getLogger(Rollouts.class);

    private final Workshop.Node node;
    private final Workshop workshop;
    private final Steps steps;
    private final Execution execution;

    Rollouts(
            Workshop.Node node,
            Workshop workshop,
            Records records,
            Steps steps,
            Quarantines quarantines,
            Executor workers,
            Timer timer) {
        this.node = node;
        this.workshop = workshop;
        this.steps = steps;
        this.execution = new Execution(
                workshop,
                records,
                steps,
                new Probation(
                        (before, why) -> goBack(before, why, Probation.BY),
                        timer,
                        node.ticker(),
                        node.settings()::rollbackWindow),
                quarantines,
                workers);
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
            return execution.begin(
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
    void goBack(Slot before, String why, Actor by) {
        Attempt attempt = attempt(Kind.ROLLBACK, by);
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
            return execution.begin(attempt, inMemory ? workshop.warm() : workshop.stored(), State.LIVE);
        });
    }

    /** Says how a canary goes on. */
    Rollout steer(ToolName name, CanaryOrder order, Actor actor) {
        return node.tools()
                .known(name)
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
            return execution.begin(attempt, workshop.withdrawal(version), State.REMOVED);
        });
    }

    private Attempt attempt(Kind kind, Actor actor) {
        return new Attempt(new Progress(kind, actor, node.ledger(), node.clock(), node.recordedBy()));
    }

    /** Runs the part that whoever asked waits for: what fails in it is refused. */
    private Rollout guarded(Attempt attempt, Beginning beginning) {
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

    private RolloutException refused(Attempt attempt, RolloutException why) {
        Progress progress = attempt.progress();
        if (!progress.isOpen()) {
            note(attempt, why);
        }
        if (progress.isOpen() && !progress.decided().isDone()) {
            progress.end(Execution.failed(progress, why), why);
        }
        return why;
    }

    /** Puts on record that something was asked for that did not even begin. */
    private void note(Attempt attempt, RolloutException why) {
        try {
            node.incidents()
                    .refuse(
                            attempt.subject(),
                            attempt.toolName(),
                            attempt.progress().kind(),
                            why.reason(),
                            attempt.progress().decider());
        } catch (StoreException e) {
            LOG.warn("{} was refused, which is not on record: {}", attempt.subject(), e.getMessage());
        }
    }

    private void occupy(Attempt attempt, ToolName name) {
        attempt.about(name, name.value());
        attempt.occupy(node.tools().known(name), node.ledger());
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

    /** The first part of a rollout. */
    @FunctionalInterface
    private interface Beginning {
        Rollout begin();
    }
}
