package io.stacksy.deploy;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * The record of one rollout: what it brings into service or takes out of it, and how far it has come. Immutable; a
 * rollout under way is a sequence of these.
 *
 * @param from the version that was live before; empty for a first deployment
 * @param to the version that is to be live; empty for a removal
 * @param reason why it did not end as asked; empty while it may
 * @param cause the kind of that reason, for callers that decide by it
 * @param endedAt when the last step ended; a rollout is {@link State#LIVE} before that, while it drains
 */
public record Rollout(
        UUID id,
        Kind kind,
        ToolName tool,
        Optional<Version> from,
        Optional<Version> to,
        State state,
        List<Step> steps,
        Optional<String> reason,
        Optional<RolloutException.Reason> cause,
        Actor startedBy,
        Instant startedAt,
        Optional<Instant> endedAt) {
    /** What is asked for. */
    public enum Kind {
        DEPLOY,
        ROLLBACK,
        REMOVE;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How far it has come, or how it ended. */
    public enum State {
        RUNNING,
        /** The new revision has the traffic. */
        LIVE,
        /** These very bytes are live already. */
        NOTHING_TO_DO,
        /** It did not happen, and there was no earlier revision to serve on. */
        FAILED,
        /** It did not happen, and the earlier revision serves on. */
        ROLLED_BACK,
        /** An operator ended it before the switch. */
        ABORTED,
        /** The tool, or the one revision, is out of service. */
        REMOVED;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether nothing but drain and retirement can follow. */
        public boolean decided() {
            return this != RUNNING;
        }
    }

    public Rollout {
        steps = List.copyOf(steps);
    }

    /** The same rollout as it stands at another time. */
    public Rollout as(
            State nextState,
            List<Step> nextSteps,
            Optional<String> nextReason,
            Optional<RolloutException.Reason> nextCause,
            Optional<Instant> nextEndedAt) {
        return new Rollout(
                id,
                kind,
                tool,
                from,
                to,
                nextState,
                nextSteps,
                nextReason,
                nextCause,
                startedBy,
                startedAt,
                nextEndedAt);
    }

    /** Whether it stands still until somebody says how it goes on. */
    public boolean waits() {
        return !state.decided()
                && steps.stream()
                        .anyMatch(step -> step.state() == StepState.PAUSED || step.state() == StepState.INCONCLUSIVE);
    }

    /**
     * One undoable part of a rollout.
     *
     * @param name the step's name in lower case with hyphens, such as {@code await-ready}
     * @param detail what it found, for a person; empty where the name says it all
     */
    public record Step(
            String name, StepState state, Instant startedAt, Optional<Instant> endedAt, Optional<String> detail) {}

    /** How far one step has come. */
    public enum StepState {
        RUNNING,
        /** It goes on when somebody says so. */
        PAUSED,
        /** What it saw is not enough to go by; somebody has to say how it goes on. */
        INCONCLUSIVE,
        DONE,
        FAILED,
        UNDONE;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether it is over, one way or the other. */
        public boolean ended() {
            return this == DONE || this == FAILED || this == UNDONE;
        }
    }
}
