package io.stacksy.deploy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A rollout that did not happen. The previous revision, if there was one, still serves. */
public final class RolloutException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why, for callers that decide by it; each maps to one HTTP status and one exit code. */
    public enum Reason {
        /** The bytes are no tool bundle. */
        BAD_ARTIFACT,
        /** The bytes, or what they unpack to, are more than a tool may have. */
        TOO_LARGE,
        /** The node asks for a signature, and this one, or the lack of one, will not do. */
        NOT_TRUSTED,
        /** This version exists with other bytes. */
        VERSION_TAKEN,
        /** Another tool has the alias. */
        ALIAS_TAKEN,
        /** Something that the bundle requires is not there. */
        UNRESOLVED,
        /** A migration of the tool's schema failed. */
        MIGRATION_FAILED,
        /** A migration would take away what an older revision lives on, and nobody said that this is meant. */
        DATA_LOSS,
        /** The node is not any more what the plan was made for. */
        PLAN_OUTDATED,
        /** The bundle did not start, or a component of it did not. */
        START_FAILED,
        /** The bundle started, and its resources cannot be served. */
        BAD_RESOURCES,
        /** It did not say in time that it is ready. */
        NOT_READY,
        /** As a canary it did worse than the revision before. */
        CANARY_FAILED,
        /** Somebody ended it. */
        ABORTED,
        /** The weights do not divide the traffic among revisions that are in memory. */
        BAD_WEIGHTS,
        /** Another rollout of the same tool is under way. */
        BUSY,
        /** There is no such tool, revision or rollout. */
        NOT_FOUND,
        /** No earlier revision is there to roll back to. */
        NOTHING_TO_ROLL_BACK_TO,
        /** It cannot be done to a revision in this state. */
        WRONG_STATE,
        /** The node stops, or stopped in the middle. */
        INTERRUPTED,
        /** The ledger could not be written. */
        LEDGER_UNAVAILABLE
    }

    private final Reason reason;

    private RolloutException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** A rollout that failed for {@code reason}; {@code message} names the thing, the cause and the mend. */
    public static RolloutException because(Reason reason, String message) {
        return new RolloutException(reason, message, null);
    }

    /** A rollout that failed for {@code reason}, with the error behind it for the log. */
    public static RolloutException because(Reason reason, String message, Throwable cause) {
        return new RolloutException(reason, message, cause);
    }

    public static RolloutException notReady(Revision revision, Duration waited, String says) {
        return new RolloutException(
                Reason.NOT_READY, revision + " was not ready after " + waited.toMillis() + " ms: " + says, null);
    }

    public static RolloutException busy(ToolName tool) {
        return new RolloutException(
                Reason.BUSY, "another rollout of '" + tool + "' is under way; try again when it has ended", null);
    }

    public static RolloutException canaryUnderWay(ToolName tool) {
        return new RolloutException(
                Reason.BUSY, "a canary of '" + tool + "' is under way; promote it or abort it first", null);
    }

    public static RolloutException noCanary(ToolName tool) {
        return new RolloutException(Reason.WRONG_STATE, "no canary of '" + tool + "' is under way", null);
    }

    public static RolloutException notInQuarantine(ToolName tool) {
        return new RolloutException(
                Reason.WRONG_STATE,
                "no revision of '" + tool + "' is in quarantine, so there is none to release",
                null);
    }

    public static RolloutException noSuchTool(ToolName tool) {
        return new RolloutException(Reason.NOT_FOUND, "there is no tool '" + tool + "' on this node", null);
    }

    public Reason reason() {
        return reason;
    }
}
