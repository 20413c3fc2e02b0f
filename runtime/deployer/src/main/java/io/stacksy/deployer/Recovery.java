package io.stacksy.deployer;

import io.stacksy.deploy.Actor;
import io.stacksy.deploy.Revision;
import io.stacksy.deploy.RevisionState;
import io.stacksy.deploy.Rollout;
import io.stacksy.deploy.RolloutException;
import io.stacksy.store.Ledger;
import io.stacksy.store.StoreException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings back, at the start of a node, what the ledger says is in service, and closes what a crash cut off. */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final Workshop.Node node;
    private final List<Step> steps;
    private final Steps runner;
    private final Executor pool;

    /** @param pool as many threads as tools are to start at once */
    Recovery(Workshop.Node node, Workshop workshop, Steps runner, Executor pool) {
        this.node = node;
        this.steps = workshop.recovery();
        this.runner = runner;
        this.pool = pool;
    }

    /**
     * Returns when every tool is in service, or it is known why not.
     *
     * @throws StoreException if the ledger cannot be read
     */
    void run() {
        Ledger ledger = node.ledger();
        List<Ledger.Live> live = ledger.live();
        List<Ledger.Entry> entries =
                new Leftovers(ledger, node.clock()).close(ledger.unfinished(), live, ledger.revisions());
        entries.forEach(this::know);
        node.blobs()
                .keepOnly(
                        entries.stream().map(entry -> entry.revision().sha256()).collect(Collectors.toSet()));
        List<CompletableFuture<Void>> tools = new ArrayList<>();
        live.forEach(tool -> tools.add(CompletableFuture.runAsync(() -> bringBack(tool), pool)));
        tools.forEach(CompletableFuture::join);
    }

    /** What is not live is not in memory either, whatever it was before. */
    private void know(Ledger.Entry entry) {
        RevisionState state = entry.state() == RevisionState.FAILED ? RevisionState.FAILED : RevisionState.RETIRED;
        node.tools()
                .named(entry.revision().tool())
                .add(new Slot(entry.revision(), entry.aliases(), state, entry.since(), entry.reason()));
    }

    private void bringBack(Ledger.Live live) {
        ToolState tool = node.tools().named(live.tool());
        tool.want(live.revision(), live.previous());
        Optional<String> failure = serve(tool, live.revision());
        if (failure.isEmpty() || live.previous().isEmpty()) {
            return;
        }
        Revision previous = live.previous().get();
        Optional<String> again = serve(tool, previous);
        if (again.isEmpty()) {
            recordFallback(tool, live.revision(), previous, failure.get());
        }
    }

    /** Brings one revision into service; returns why that failed. */
    private Optional<String> serve(ToolState tool, Revision revision) {
        Attempt attempt = new Attempt(silent());
        Slot slot = Slot.staged(
                revision,
                tool.find(revision.version()).map(Slot::aliases).orElse(List.of()),
                node.clock().instant());
        attempt.tool(tool);
        attempt.stage(slot);
        tool.add(slot);
        Optional<Claims.Taken> taken = node.claims().claim(slot);
        if (taken.isPresent()) {
            return failed(slot, Standing.aliasTaken(tool.name(), taken.get()).detail());
        }
        try {
            runner.run(attempt, steps);
        } catch (RolloutException e) {
            node.claims().release(slot);
            return failed(slot, String.valueOf(e.getMessage()));
        }
        node.routes().put(slot);
        tool.recovered(slot);
        node.tools().changed(slot, RevisionState.LIVE);
        return Optional.empty();
    }

    private Optional<String> failed(Slot slot, String why) {
        LOG.error("{} did not come back: {}", slot.revision(), why);
        node.tools().changed(slot, RevisionState.FAILED, Optional.of(why));
        return Optional.of(why);
    }

    /** Makes the previous revision the live one in the ledger too. The other served once, so it is kept as retired. */
    private void recordFallback(ToolState tool, Revision failed, Revision previous, String why) {
        String reason = failed + " did not come back after the restart, so " + previous + " serves again: " + why;
        LOG.warn("{}", reason);
        tool.want(previous, Optional.empty());
        tool.find(failed.version())
                .ifPresent(slot -> node.tools().changed(slot, RevisionState.RETIRED, Optional.of(why)));
        Progress progress =
                new Progress(Rollout.Kind.ROLLBACK, Actor.NODE, node.ledger(), node.clock(), node.recordedBy());
        try {
            progress.identify(tool.name(), Optional.of(failed.version()), Optional.of(previous.version()));
            progress.begin("switch");
            node.ledger()
                    .writeSwitch(
                            progress.decidedAs(Rollout.State.LIVE, Optional.empty()),
                            Optional.of(previous),
                            Optional.empty());
            progress.done(Optional.empty());
            progress.end(Rollout.State.LIVE, Optional.of(reason));
            node.ledger().mark(failed, RevisionState.RETIRED, Optional.of(why));
        } catch (StoreException e) {
            LOG.warn("the ledger still has {} as the live one: {}", failed, e.getMessage());
        }
    }

    private Progress silent() {
        InstantSource clock = node.clock();
        return new Progress(Rollout.Kind.DEPLOY, Actor.NODE, node.ledger(), clock, rollout -> {});
    }
}
