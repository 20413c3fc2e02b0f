package io.stacksy.deployer;

import io.stacksy.deploy.Actor;
import io.stacksy.deploy.CanaryOrder;
import io.stacksy.deploy.CanaryPlan;
import io.stacksy.deploy.Rollout.StepState;
import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.RolloutException.Reason;
import io.stacksy.deploy.Tool;
import io.stacksy.deployer.Tally.Counts;
import io.stacksy.store.Ledger;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Gives a canary one share after the other and watches it, until it is decided how it ends: by what it does, or by what
 * somebody says. Used by one thread.
 */
final class CanaryWatch {
    /** Whatever a canary decides by itself. */
    static final Actor BY = Actor.node("canary");

    private static final Duration LOOK = Duration.ofMillis(500);

    /** The part of a stage in which nothing is timed: code that has just begun to run is slow. */
    private static final int WARM_UP = 10;

    private final CanaryRun run;
    private final Progress progress;
    private final Ledger ledger;
    private final Settings settings;
    private final Ticker ticker;
    private final Judge judge;
    private Counts liveBefore = Counts.NONE;
    private Counts nextBefore = Counts.NONE;
    private Latencies liveTimes = new Latencies();
    private Latencies nextTimes = new Latencies();
    private Ticker.Deadline end;
    private Ticker.Deadline warm;
    private boolean timed;
    private boolean held;

    CanaryWatch(CanaryRun run, Progress progress, Ledger ledger, Settings settings, Ticker ticker) {
        this.run = run;
        this.progress = progress;
        this.ledger = ledger;
        this.settings = settings;
        this.ticker = ticker;
        this.judge = new Judge(settings.canaryMinRequests());
        this.end = ticker.in(Duration.ZERO);
        this.warm = end;
    }

    /**
     * Returns what was found where the new revision is to get all of the traffic.
     *
     * @throws RolloutException {@code CANARY_FAILED} or {@code ABORTED} where it is to get none
     */
    String watch(CanaryPlan plan) throws InterruptedException {
        for (CanaryPlan.Stage stage : plan.stages()) {
            begin(stage);
            if (!passes(stage)) {
                return found("promoted by " + progress.decider().name());
            }
        }
        if (run.end()) {
            progress.decidedBy(BY);
            return found("promoted");
        }
        while (!isPromoted(run.hear(LOOK))) {
            // what was said before the word that decided
        }
        return found("promoted by " + progress.decider().name());
    }

    private void begin(CanaryPlan.Stage stage) {
        Slot live = run.live();
        Slot next = run.next();
        ledger.writeTraffic(
                live.revision().tool(),
                Map.of(next.revision(), stage.percent(), live.revision(), Lane.WHOLE - stage.percent()),
                progress.rollout().startedBy(),
                Optional.of(progress.id()));
        run.share(stage.percent());
        Duration watch = stage.watch().orElse(settings.canaryDuration());
        end = ticker.in(watch);
        warm = ticker.in(watch.dividedBy(WARM_UP));
        liveBefore = live.tally().counts();
        nextBefore = next.tally().counts();
        time();
        timed = false;
        held = false;
        progress.note(StepState.RUNNING, "at " + stage.percent() + "%");
    }

    private void time() {
        liveTimes = run.live().tally().time();
        nextTimes = run.next().tally().time();
    }

    /** Watches one stage; false where somebody promotes it before that has passed. */
    private boolean passes(CanaryPlan.Stage stage) throws InterruptedException {
        while (true) {
            Optional<CanaryRun.Word> word = run.hear(patience());
            if (isPromoted(word)) {
                return false;
            }
            word.ifPresent(said -> follow(said, stage));
            look();
            if (!timed && warm.isOver()) {
                timed = true;
                time();
            }
            if (held) {
                continue;
            }
            if (end.isOver()) {
                switch (verdict()) {
                    case GOOD -> {
                        return true;
                    }
                    case WORSE -> fail(evidence().toString());
                    case INCONCLUSIVE -> hold(StepState.INCONCLUSIVE, inconclusive());
                }
            } else {
                progress.note(StepState.RUNNING, "at " + stage.percent() + "%: " + evidence());
            }
        }
    }

    /** Until the next look, or until something is due. */
    private Duration patience() {
        if (held) {
            return LOOK;
        }
        Duration due = timed ? end.left() : warm.left();
        return due.compareTo(LOOK) < 0 ? due : LOOK;
    }

    private boolean isPromoted(Optional<CanaryRun.Word> word) {
        if (word.isEmpty()) {
            return false;
        }
        Actor by = word.get().by();
        if (word.get().order() == CanaryOrder.ABORT) {
            progress.decidedBy(by);
            throw RolloutException.because(Reason.ABORTED, "canary: " + found("aborted by " + by.name()));
        }
        if (word.get().order() == CanaryOrder.PROMOTE) {
            progress.decidedBy(by);
            return true;
        }
        return false;
    }

    private void follow(CanaryRun.Word word, CanaryPlan.Stage stage) {
        if (word.order() == CanaryOrder.RESUME) {
            begin(stage);
        } else {
            hold(
                    StepState.PAUSED,
                    "paused by " + word.by().name() + " at " + run.next().weight() + "%; resume, promote or abort it");
        }
    }

    private void hold(StepState state, String why) {
        held = true;
        progress.hold(state, why);
    }

    /** Takes it back where it is certain already that it is worse. */
    private void look() {
        if (Judge.certainlyFailsMore(next(), live())) {
            fail(Evidence.failures(next(), live()));
        }
        if (health(run.next()) == Tool.Health.DOWN && health(run.live()) != Tool.Health.DOWN) {
            fail("its own health checks say that it is down");
        }
    }

    /** Unless somebody has decided it meanwhile, which is heard next. */
    private void fail(String why) {
        if (run.end()) {
            progress.decidedBy(BY);
            throw RolloutException.because(Reason.CANARY_FAILED, "canary: " + why + "; aborted");
        }
    }

    private Judge.Verdict verdict() {
        Judge.Verdict verdict = judge.judge(evidence());
        boolean healthy = health(run.next()) != Tool.Health.DOWN;
        return verdict == Judge.Verdict.GOOD && !healthy ? Judge.Verdict.INCONCLUSIVE : verdict;
    }

    private String inconclusive() {
        String why = health(run.next()) == Tool.Health.DOWN
                ? "the health checks of both revisions say down"
                : "each has to answer " + settings.canaryMinRequests() + " requests at least";
        return "inconclusive: " + evidence() + "; " + why + "; promote, resume or abort it";
    }

    private static Tool.Health health(Slot slot) {
        return slot.bundle().map(Installed::health).orElse(Tool.Health.UP);
    }

    private String found(String end) {
        return evidence() + "; " + end;
    }

    private Evidence evidence() {
        return new Evidence(live(), next(), liveTimes, nextTimes);
    }

    private Counts live() {
        return run.live().tally().counts().since(liveBefore);
    }

    private Counts next() {
        return run.next().tally().counts().since(nextBefore);
    }
}
