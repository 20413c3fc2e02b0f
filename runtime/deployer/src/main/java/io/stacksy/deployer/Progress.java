package io.stacksy.deployer;

import io.stacksy.deploy.Actor;
import io.stacksy.deploy.Rollout;
import io.stacksy.deploy.Rollout.State;
import io.stacksy.deploy.Rollout.StepState;
import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.ToolName;
import io.stacksy.deploy.Version;
import io.stacksy.store.Ledger;
import io.stacksy.store.StoreException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The record of one rollout while it is under way: what it says is written to the ledger and told to who watches. One
 * thread writes, any may read.
 *
 * <p>The end of a step is written together with the beginning of the next: half the trips to the database, and the same
 * to read after a crash.
 */
final class Progress {
    private static final Logger LOG = LoggerFactory.getLogger(Progress.class);

    private final Ledger ledger;
    private final InstantSource clock;
    private final Consumer<Rollout> observer;
    private final UUID id = UUID.randomUUID();
    private final Rollout.Kind kind;
    private final Actor actor;
    private final Instant startedAt;
    private final StepLog steps;
    private final CompletableFuture<Rollout> decided = new CompletableFuture<>();
    private volatile @Nullable Rollout rollout;
    private Actor decider;
    private boolean open;

    /** A rollout that is about to begin. Nothing is written or told before {@link #identify}. */
    Progress(Rollout.Kind kind, Actor actor, Ledger ledger, InstantSource clock, Consumer<Rollout> observer) {
        this.kind = kind;
        this.actor = actor;
        this.decider = actor;
        this.ledger = ledger;
        this.clock = clock;
        this.steps = new StepLog(clock);
        this.observer = observer;
        this.startedAt = clock.instant();
    }

    UUID id() {
        return id;
    }

    Rollout.Kind kind() {
        return kind;
    }

    /** Says what the rollout is about. */
    void identify(ToolName tool, Optional<Version> from, Optional<Version> to) {
        show(new Rollout(
                id,
                kind,
                tool,
                from,
                to,
                State.RUNNING,
                steps.all(),
                Optional.empty(),
                Optional.empty(),
                actor,
                startedAt,
                Optional.empty()));
    }

    /**
     * Puts the rollout on record. Nothing may be changed by it before.
     *
     * @throws StoreException if it is not on record, so that it must not be
     */
    void open() {
        ledger.write(rollout());
        open = true;
    }

    /** Whether it is on record that the rollout has begun. */
    boolean isOpen() {
        return open;
    }

    /** The rollout as it stands. */
    Rollout rollout() {
        Rollout now = rollout;
        if (now == null) {
            throw new IllegalStateException("the rollout is about no tool yet");
        }
        return now;
    }

    /** Completes as soon as it is decided how the rollout ends. */
    CompletableFuture<Rollout> decided() {
        return decided;
    }

    /** Begins a step, on record before this returns; after the decision also if the ledger is away. */
    void begin(String step) {
        steps.begin(step);
        if (rollout != null) {
            Rollout next = current();
            show(next);
            if (open) {
                write(next);
            }
        }
    }

    /** Says how the step that runs gets on, to those who watch it. */
    void note(StepState state, String detail) {
        Rollout noted = noted(state, detail);
        if (!noted.equals(rollout)) {
            show(noted);
        }
    }

    /** The same, on record too if that can be done: of a step that stands still, for long perhaps. */
    void hold(StepState state, String detail) {
        Rollout noted = noted(state, detail);
        try {
            ledger.write(noted);
        } catch (StoreException e) {
            LOG.warn(
                    "rollout {} of {} is {}, which the ledger does not know: {}",
                    id,
                    noted.tool(),
                    state.label(),
                    e.getMessage());
        }
        show(noted);
    }

    private Rollout noted(StepState state, String detail) {
        steps.note(state, detail);
        return current();
    }

    /** Who lets it end as it does; else the one who asked for it. */
    Actor decider() {
        return decider;
    }

    void decidedBy(Actor by) {
        decider = by;
    }

    /** Ends the step that runs. */
    void done(Optional<String> detail) {
        end(StepState.DONE, detail);
    }

    void failed(String why) {
        end(StepState.FAILED, Optional.of(why));
    }

    void undone(String step) {
        steps.undone(step);
    }

    /** The rollout as it will stand when the step that runs is done and {@code state} is decided. Changes nothing. */
    Rollout decidedAs(State state, Optional<String> detail) {
        return rollout().as(state, steps.whenDone(detail), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Makes known that it is decided how the rollout ends; the ledger has it already. */
    void decide(State state) {
        Rollout now = rollout();
        Rollout next = now.as(state, steps.all(), now.reason(), now.cause(), Optional.empty());
        show(next);
        decided.complete(next);
    }

    /** Ends a rollout that did what was asked for. */
    void end(State state, Optional<String> note) {
        finish(state, note, Optional.empty());
    }

    /** Ends a rollout that did not. */
    void end(State state, RolloutException why) {
        finish(state, Optional.of(String.valueOf(why.getMessage())), Optional.of(why.reason()));
    }

    private void finish(State state, Optional<String> reason, Optional<RolloutException.Reason> cause) {
        Rollout end = rollout().as(state, steps.all(), reason, cause, Optional.of(clock.instant()));
        try {
            ledger.write(end, decider);
        } catch (StoreException e) {
            LOG.warn("rollout {} of {} has ended, which the ledger does not know: {}", id, end.tool(), e.getMessage());
        }
        show(end);
        decided.complete(end);
    }

    private void write(Rollout next) {
        try {
            ledger.write(next);
        } catch (StoreException e) {
            if (!decided.isDone()) {
                throw e;
            }
            LOG.warn("rollout {} of {} goes on without the ledger: {}", id, next.tool(), e.getMessage());
        }
    }

    private void end(StepState state, Optional<String> detail) {
        steps.end(state, detail);
        if (rollout != null) {
            show(current());
        }
    }

    private Rollout current() {
        Rollout now = rollout();
        return now.as(now.state(), steps.all(), now.reason(), now.cause(), now.endedAt());
    }

    private void show(Rollout next) {
        rollout = next;
        observer.accept(next);
    }
}
