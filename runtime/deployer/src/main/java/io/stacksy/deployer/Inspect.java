package io.stacksy.deployer;

import io.stacksy.deploy.Guard;
import io.stacksy.deploy.Plan.Obstacle;
import io.stacksy.deploy.Plan.RefusedCall;
import io.stacksy.deploy.Revision;
import io.stacksy.deploy.RevisionState;
import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.Submission;
import io.stacksy.store.Ledger;
import io.stacksy.store.StoreException;
import io.stacksy.store.ToolSchemas.Script;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds out which revision of which tool it is, takes the tool for this rollout, puts the rollout on record, and enters
 * the revision in the ledger. Where these very bytes are live already, that is all.
 */
final class Inspect implements Step {
    /** How many refused calls stand in the record; the plan has them all. */
    private static final int NAMED = 3;

    private final Tools tools;
    private final Claims claims;
    private final Ledger ledger;
    private final InstantSource clock;
    private final Guard guard;
    private final Trust trust;
    private final DataLoss losses;

    Inspect(Tools tools, Claims claims, Ledger ledger, InstantSource clock, Guard guard, Trust trust, DataLoss losses) {
        this.tools = tools;
        this.claims = claims;
        this.ledger = ledger;
        this.clock = clock;
        this.guard = guard;
        this.trust = trust;
        this.losses = losses;
    }

    @Override
    public String name() {
        return "inspect";
    }

    @Override
    public Optional<String> run(Attempt attempt) {
        Inspection inspection = Inspection.of(attempt.archive());
        Revision revision = new Revision(inspection.tool(), inspection.version(), attempt.sha256());
        attempt.about(inspection.tool(), revision.toString());
        ToolState tool = tools.named(inspection.tool());
        attempt.occupy(tool, ledger);
        Standing standing = Standing.of(revision, inspection, tool, claims);
        standing.obstacles().stream().findFirst().ifPresent(Inspect::refuse);
        trust.downgrade(revision, tool, attempt.submission()).ifPresent(Inspect::refuse);
        if (!standing.nothingToDo()) {
            checkPlan(attempt, revision);
        }
        attempt.progress()
                .identify(
                        tool.name(),
                        tool.live().map(slot -> slot.revision().version()),
                        Optional.of(revision.version()));
        attempt.stage(standing.present().orElseGet(() -> Slot.staged(revision, inspection.aliases(), clock.instant())));
        if (standing.nothingToDo() || standing.present().isPresent()) {
            return Optional.of(revision.toString());
        }
        String found = revision + refusedCalls(attempt.jar());
        enter(attempt, standing);
        return Optional.of(found);
    }

    /** Refuses what would take something away unasked, or is not what was planned. */
    private void checkPlan(Attempt attempt, Revision revision) {
        Submission submission = attempt.submission();
        List<Script> pending = pending(revision, attempt.archive().scripts());
        Optional<Revision> live = attempt.tool().live().map(Slot::revision);
        String hash = PlanHash.of(revision, live, pending);
        submission
                .plan()
                .filter(given -> !given.equals(hash))
                .ifPresent(given -> refuse(Planning.outdated(given, hash)));
        losses.obstacle(revision, Judgement.of(pending), attempt.tool(), submission.acceptDataLoss())
                .ifPresent(Inspect::refuse);
    }

    private List<Script> pending(Revision revision, List<Script> scripts) {
        try {
            return losses.pending(revision.tool(), scripts);
        } catch (StoreException e) {
            if (e.reason() != StoreException.Reason.MIGRATION_FAILED) {
                throw e;
            }
            return List.of(); // none of them will run, and the step migrate says why
        }
    }

    /** What the code may not do, and will not, for whoever watches the rollout. */
    private String refusedCalls(Path jar) {
        List<RefusedCall> calls = guard.refusedCalls(jar);
        return calls.isEmpty()
                ? ""
                : ", of which the guard will refuse "
                        + calls.stream().limit(NAMED).map(RefusedCall::toString).collect(Collectors.joining(", "))
                        + (calls.size() > NAMED ? " and more" : "");
    }

    private void enter(Attempt attempt, Standing standing) {
        Slot slot = attempt.slot();
        ToolState tool = attempt.tool();
        attempt.progress().open();
        // between the look at the claims and this another tool can have been quicker
        claims.claim(slot)
                .ifPresent(taken -> refuse(Standing.aliasTaken(slot.revision().tool(), taken)));
        boolean entered = false;
        try {
            standing.replaceable().ifPresent(ledger::delete);
            ledger.add(slot.revision(), attempt.jar(), slot.aliases());
            entered = true;
        } finally {
            if (!entered) {
                claims.release(slot);
            }
        }
        attempt.enter(tool.find(slot.revision().version()));
        tool.add(slot);
        tools.changed(slot, RevisionState.STAGED);
    }

    @Override
    public void undo(Attempt attempt, RolloutException cause) {
        if (!attempt.hasEntered()) {
            return;
        }
        Slot slot = attempt.slot();
        claims.release(slot);
        Optional<String> reason = Optional.of(String.valueOf(cause.getMessage()));
        tools.changed(slot, RevisionState.FAILED, reason);
        Optional<Slot> before = attempt.replaced().filter(known -> known.state() != RevisionState.FAILED);
        if (before.isPresent()) {
            // it served once, so it stays what it was
            attempt.tool().restore(slot, before);
            tools.changed(before.get(), RevisionState.RETIRED);
            tools.record(slot.revision(), RevisionState.RETIRED, Optional.empty());
        } else {
            tools.record(slot.revision(), RevisionState.FAILED, reason);
        }
    }

    private static void refuse(Obstacle obstacle) {
        throw RolloutException.because(obstacle.reason(), obstacle.detail());
    }
}
