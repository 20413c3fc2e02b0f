package io.stacksy.dropfolder;

import io.stacksy.deploy.Actor;
import io.stacksy.deploy.Deployments;
import io.stacksy.deploy.Revision;
import io.stacksy.deploy.Rollout;
import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.RolloutException.Reason;
import io.stacksy.deploy.Submission;
import io.stacksy.deploy.Tool;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What the folder asks of the deployer. Thread-safe. */
final class Delivery {
    /** Who the ledger and the audit trail name. */
    static final Actor BY = Actor.node("drop folder");

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int RECENT = 500;

    private final Deployments deployments;

    Delivery(Deployments deployments) {
        this.deployments = deployments;
    }

    /**
     * Which revision a jar is.
     *
     * @throws RolloutException if it is no tool bundle
     */
    Revision inspect(Submission submission) {
        return deployments.plan(submission).to();
    }

    /** Brings the jar into service and waits until it is known how that ends. */
    Outcome deploy(Submission submission, Revision revision) throws InterruptedException {
        return attempt(() -> {
            Rollout rollout = decided(deployments.deploy(submission, BY));
            return switch (rollout.state()) {
                case LIVE, REMOVED -> new Outcome.Done(true);
                case NOTHING_TO_DO -> new Outcome.Done(isOurs(revision));
                case FAILED, ROLLED_BACK, ABORTED, RUNNING -> failed(
                        rollout.cause().orElse(Reason.WRONG_STATE),
                        rollout.reason().orElse("the rollout was ended") + " (rollout " + rollout.id() + ")");
            };
        });
    }

    /** Takes the tool out of service if {@code revision} is what serves. */
    Outcome remove(Revision revision) throws InterruptedException {
        if (!isLive(revision)) {
            return new Outcome.Done(false);
        }
        return attempt(() -> {
            Rollout rollout = decided(deployments.remove(revision.tool(), BY));
            return rollout.state() == Rollout.State.REMOVED
                    ? new Outcome.Done(true)
                    : failed(
                            rollout.cause().orElse(Reason.WRONG_STATE),
                            rollout.reason().orElse("the rollout was ended"));
        });
    }

    private boolean isLive(Revision revision) {
        Optional<Tool> tool = deployments.tool(revision.tool());
        return tool.flatMap(Tool::live).filter(revision.version()::equals).isPresent()
                && tool.get().revisions().stream()
                        .anyMatch(status -> status.revision().equals(revision));
    }

    /** Whether it was this folder that brought a live revision into service, by a rollout that was cut off. */
    private boolean isOurs(Revision revision) {
        List<Rollout> recent = deployments.rollouts(RECENT, Optional.empty());
        return recent.stream()
                .filter(rollout -> rollout.tool().equals(revision.tool()) && rollout.state() == Rollout.State.LIVE)
                .findFirst()
                .filter(last -> last.startedBy().equals(BY)
                        && last.to().filter(revision.version()::equals).isPresent())
                .isPresent();
    }

    private Rollout decided(Rollout begun) throws InterruptedException {
        Rollout rollout = begun;
        UUID id = begun.id();
        while (!rollout.state().decided()) {
            rollout = deployments.await(id, PATIENCE);
        }
        return rollout;
    }

    private static Outcome attempt(Attempt attempt) throws InterruptedException {
        try {
            return attempt.run();
        } catch (RolloutException e) {
            return failed(e);
        }
    }

    static Outcome failed(RolloutException e) {
        return failed(e.reason(), String.valueOf(e.getMessage()));
    }

    private static Outcome failed(Reason reason, String why) {
        return passes(reason) ? new Outcome.Later(why) : new Outcome.Refused(why);
    }

    /** Whether the same jar will do better in a moment. */
    private static boolean passes(Reason reason) {
        return switch (reason) {
            case BUSY, INTERRUPTED, LEDGER_UNAVAILABLE -> true;
            case BAD_ARTIFACT,
                    TOO_LARGE,
                    VERSION_TAKEN,
                    ALIAS_TAKEN,
                    UNRESOLVED,
                    NOT_TRUSTED,
                    MIGRATION_FAILED,
                    DATA_LOSS,
                    PLAN_OUTDATED,
                    START_FAILED,
                    BAD_RESOURCES,
                    NOT_READY,
                    CANARY_FAILED,
                    ABORTED,
                    BAD_WEIGHTS,
                    NOT_FOUND,
                    NOTHING_TO_ROLL_BACK_TO,
                    WRONG_STATE -> false;
        };
    }

    /** Something that asks for a rollout and waits for it. */
    @FunctionalInterface
    private interface Attempt {
        Outcome run() throws InterruptedException;
    }
}
