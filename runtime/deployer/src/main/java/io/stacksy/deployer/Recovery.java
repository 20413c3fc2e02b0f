package io.stacksy.deployer;

import io.stacksy.deploy.Actor;
import io.stacksy.deploy.Quarantine;
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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings back, at the start of a node, what the ledger says is in service, and closes what a crash cut off. */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    /** Whatever a start does of itself. */
    static final Actor BY = Actor.node("recovery after restart");

    private final Workshop.Node node;
    private final List<Step> steps;
    private final Steps runner;
    private final Quarantines quarantines;
    private final LastFlight lastFlight;
    private final Executor pool;

    /** @param pool as many threads as tools are to start at once */
    Recovery(
            Workshop.Node node,
            Workshop workshop,
            Steps runner,
            Quarantines quarantines,
            LastFlight lastFlight,
            Executor pool) {
        this.node = node;
        this.steps = workshop.recovery();
        this.runner = runner;
        this.quarantines = quarantines;
        this.lastFlight = lastFlight;
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
        Set<Revision> wanted = live.stream().map(Ledger.Live::revision).collect(Collectors.toSet());
        entries.forEach(entry -> know(entry, wanted));
        node.blobs()
                .keepOnly(
                        entries.stream().map(entry -> entry.revision().sha256()).collect(Collectors.toSet()));
        Optional<Revision> culprit = culprit(live);
        List<CompletableFuture<Void>> tools = new ArrayList<>();
        live.forEach(tool -> tools.add(CompletableFuture.runAsync(() -> bringBack(tool, culprit), pool)));
        tools.forEach(CompletableFuture::join);
    }

    /** What is not live is not in memory either, whatever it was before. */
    private void know(Ledger.Entry entry, Set<Revision> wanted) {
        RevisionState state = entry.state() == RevisionState.FAILED ? RevisionState.FAILED : RevisionState.RETIRED;
        if (entry.state() != state && !wanted.contains(entry.revision())) {
            node.ledger().retire(entry.revision(), BY, Optional.empty(), entry.reason());
        }
        node.tools()
                .named(entry.revision().tool())
                .add(new Slot(entry.revision(), entry.aliases(), state, entry.since(), entry.reason()));
    }

    /** The revision without which the node is to start, as it has filled the memory of the one before. */
    private Optional<Revision> culprit(List<Ledger.Live> live) {
        Optional<LastFlight.Culprit> found = lastFlight.culprit();
        Optional<Revision> culprit = found.flatMap(suspect -> live.stream()
                .map(Ledger.Live::revision)
                .filter(revision -> revision.toString().equals(suspect.revision()))
                .findFirst());
        culprit.ifPresent(
                revision -> quarantines.impose(revision, found.orElseThrow().why(), LastFlight.BY));
        return culprit;
    }

    private void bringBack(Ledger.Live live, Optional<Revision> culprit) {
        ToolState tool = node.tools().named(live.tool());
        tool.want(live.revision(), live.previous());
        Optional<String> quarantine = quarantines.of(live.revision()).map(Quarantine::reason);
        quarantine.ifPresent(why -> keepOut(tool, live.revision(), why));
        Optional<String> failure = quarantine.or(() -> serve(tool, live.revision(), steps));
        boolean lets = quarantine.isEmpty() || culprit.equals(Optional.of(live.revision()));
        if (failure.isEmpty() || live.previous().isEmpty() || !lets) {
            return;
        }
        List<Step> fallBack = new ArrayList<>(steps);
        fallBack.add(new FallBack(node, live.revision(), failure.get()));
        Optional<String> unused = serve(tool, live.previous().get(), fallBack);
    }

    /** A revision in quarantine stays the live one, and is not started. */
    private void keepOut(ToolState tool, Revision revision, String why) {
        tool.find(revision.version()).ifPresent(slot -> node.tools()
                .changed(slot, RevisionState.RETIRED, Optional.of("quarantine: " + why)));
    }

    /** Brings one revision into service; returns why that failed. */
    private Optional<String> serve(ToolState tool, Revision revision, List<Step> way) {
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
            runner.run(attempt, way);
        } catch (RolloutException e) {
            node.claims().release(slot);
            return failed(slot, String.valueOf(e.getMessage()));
        }
        node.routes().put(slot);
        tool.recovered(slot);
        node.tools().changed(slot, RevisionState.LIVE);
        node.tools().recordTraffic(revision, BY, Optional.empty());
        return Optional.empty();
    }

    private Optional<String> failed(Slot slot, String why) {
        LOG.error("{} did not come back: {}", slot.revision(), why);
        node.tools().changed(slot, RevisionState.FAILED, Optional.of(why));
        return Optional.of(why);
    }

    private Progress silent() {
        InstantSource clock = node.clock();
        return new Progress(Rollout.Kind.DEPLOY, BY, node.ledger(), clock, rollout -> {});
    }
}
