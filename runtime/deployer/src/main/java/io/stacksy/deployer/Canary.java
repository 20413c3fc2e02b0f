package io.stacksy.deployer;

import io.stacksy.deploy.CanaryPlan;
import io.stacksy.deploy.RevisionState;
import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.RolloutException.Reason;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives the new revision a share of the traffic first, and holds it back there until it has done well. */
final class Canary implements Step {
    private static final Logger LOG = LoggerFactory.getLogger(Canary.class);

    private final Workshop.Node node;

    Canary(Workshop.Node node) {
        this.node = node;
    }

    @Override
    public String name() {
        return "canary";
    }

    @Override
    public Optional<String> run(Attempt attempt) throws InterruptedException {
        ToolState tool = attempt.tool();
        CanaryPlan plan = attempt.submission().canary().orElseThrow();
        Optional<Slot> live = tool.live();
        if (live.isEmpty()) {
            return Optional.of("left out, as nothing is live that it could be compared with");
        }
        Slot next = attempt.slot();
        CanaryRun run = new CanaryRun(node.routes(), live.get(), next, attempt.progress()::rollout);
        try {
            node.tools().changed(next, RevisionState.CANARY);
            node.tools().record(next.revision(), RevisionState.CANARY, Optional.empty());
            tool.canary(Optional.of(run));
            node.failpoints().hit("rollout.canary-begun");
            return Optional.of(new CanaryWatch(run, attempt.progress(), node.ledger(), node.settings(), node.ticker())
                    .watch(plan));
        } catch (InterruptedException e) {
            giveBack(attempt, live.get());
            throw e;
        } catch (RuntimeException | Error e) {
            giveBack(attempt, live.get());
            awaitEmpty(next);
            throw e;
        } finally {
            tool.canary(Optional.empty());
            boolean unused = run.end();
            next.tally().stopTiming();
            live.get().tally().stopTiming();
            node.tools().settle(tool);
        }
    }

    /** A switch that did not happen leaves the new revision with what it has got here. */
    @Override
    public void undo(Attempt attempt, RolloutException cause) {
        attempt.tool().live().ifPresent(live -> {
            giveBack(attempt, live);
            if (cause.reason() != Reason.INTERRUPTED) {
                awaitEmpty(attempt.slot());
            }
            node.tools().settle(attempt.tool());
        });
    }

    private void giveBack(Attempt attempt, Slot live) {
        node.routes().put(live);
        if (attempt.hasEntered()) {
            attempt.slot().inFlight().seal();
        }
        node.tools()
                .recordTraffic(
                        live.revision(),
                        attempt.progress().decider(),
                        Optional.of(attempt.progress().id()));
    }

    /** What is under way on the new revision finishes there before the steps that are undone next destroy it. */
    private void awaitEmpty(Slot slot) {
        try {
            long left = slot.inFlight().awaitEmpty(node.settings().drainTimeout());
            if (left > 0) {
                LOG.warn(
                        "{} has {} requests under way after {}",
                        slot.revision(),
                        left,
                        node.settings().drainTimeout());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
