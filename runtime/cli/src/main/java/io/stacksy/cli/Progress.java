package io.stacksy.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Follows a rollout until it is decided, and says how it went. */
final class Progress {
    private static final Duration PAUSE = Duration.ofMillis(500);

    /** With the pauses, as long as a node may take to come back from a restart. */
    private static final int TRIES = 60;

    private final Session session;
    private final Node node;
    private final int tries;
    private final Duration pause;
    private final Stages stages;

    Progress(Session session, Node node) {
        this(session, node, TRIES, PAUSE);
    }

    Progress(Session session, Node node, int tries, Duration pause) {
        this.session = session;
        this.node = node;
        this.tries = tries;
        this.pause = pause;
        this.stages = new Stages(session.terminal());
    }

    /**
     * Shows the rollout that {@code begun} is the answer of, to its end or until a person has to say how it goes on;
     * throws if that is not a good one.
     */
    void follow(Answer begun) {
        Rollout rollout = followed(begun, false);
        if (!rollout.decided()) {
            throw Failure.refused(
                    rollout.subject() + " has a share of the traffic and waits: "
                            + rollout.waitsFor().orElse("") + "; see: stacksy promote and stacksy abort",
                    begun.requestId());
        }
        conclude(rollout, begun.requestId());
    }

    /** The same for one who has just said how it goes on: that it is aborted then is a good end. */
    void followSteered(Answer said) {
        Rollout rollout = followed(said, true);
        if (rollout.state() == Rollout.State.ABORTED) {
            session.tell(rollout.subject() + " is out of service again, and "
                    + rollout.from().orElse("the revision before") + " has all of the traffic");
        } else {
            conclude(rollout, said.requestId());
        }
    }

    private Rollout followed(Answer begun, boolean steered) {
        Rollout rollout = Rollout.of(begun.json(), begun.body());
        show(rollout);
        rollout = over(rollout, steered);
        if (session.json()) {
            session.terminal().raw(rollout.json());
        }
        return rollout;
    }

    private void show(Rollout rollout) {
        if (session.talks()) {
            stages.show(rollout);
        }
    }

    private Rollout over(Rollout begun, boolean steered) {
        Latest latest = new Latest(begun, steered);
        int inVain = 0;
        while (!latest.isOver()) {
            Optional<Failure> nothingHeard = listen(latest);
            inVain = nothingHeard.isPresent() ? inVain + 1 : 0;
            if (nothingHeard.isPresent() && inVain == tries) {
                stages.close();
                throw nothingHeard.get();
            }
            if (!latest.isOver()) {
                pause();
            }
        }
        stages.close();
        return latest.rollout;
    }

    /** Listens until the stream breaks off; a new one begins with how it stands. Returns why nothing was heard. */
    private Optional<Failure> listen(Latest latest) {
        latest.isNew = false;
        Failure silence =
                Failure.unreachable(node.url(), "it does not tell how the rollout " + latest.rollout.id() + " goes on");
        try {
            node.events("/admin/rollouts/" + Node.encoded(latest.rollout.id()) + "/events", latest::take);
        } catch (Failure e) {
            if (e.exit() == Exit.NOT_ALLOWED) {
                stages.close();
                throw e;
            }
            silence = e; // a node that restarts refuses for a while
        }
        return latest.isNew ? Optional.empty() : Optional.of(silence);
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void conclude(Rollout rollout, Optional<String> requestId) {
        String reason = rollout.reason().orElse("the node does not say why");
        switch (rollout.state()) {
            case RUNNING, REMOVED -> {} // nothing to add: not reached, and said by the verb
            case LIVE -> session.tell(rollout.subject() + " is live"
                    + rollout.from().map(from -> " (before: " + from + ")").orElse(""));
            case NOTHING_TO_DO -> session.tell("nothing to do: these very bytes of " + rollout.subject() + " are live");
            case FAILED -> throw Failure.refused(rollout.subject() + " failed: " + reason, requestId);
            case ABORTED -> throw Failure.refused(rollout.subject() + " was aborted: " + reason, requestId);
            case ROLLED_BACK -> throw Failure.rolledBack(
                    rollout.subject() + " failed and " + rollout.from().orElse("the revision before") + " serves on: "
                            + reason,
                    requestId);
        }
    }

    /** The rollout as it was heard of last. */
    private final class Latest {
        private final boolean steered;
        private Rollout rollout;
        private boolean isNew;

        private Latest(Rollout begun, boolean steered) {
            this.steered = steered;
            rollout = begun;
        }

        /** What waits for a person is not over for the one who has just spoken. */
        private boolean isOver() {
            return rollout.decided() || (!steered && rollout.waitsFor().isPresent());
        }

        /** Takes what an event says; returns whether more is wanted. */
        private boolean take(String event) {
            try {
                rollout = Rollout.of(Json.parse(event), event);
            } catch (Json.BrokenException e) {
                return true; // cut off: the next event has all of it again
            }
            isNew = true;
            show(rollout);
            return !isOver();
        }
    }
}
