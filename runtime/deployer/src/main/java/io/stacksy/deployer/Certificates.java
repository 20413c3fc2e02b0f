package io.stacksy.deployer;

import io.stacksy.deploy.Removal;
import io.stacksy.deploy.Removal.Holder;
import io.stacksy.deploy.Removal.Kind;
import io.stacksy.deploy.Removal.Outcome;
import io.stacksy.deploy.Removal.Proof;
import io.stacksy.deploy.Removal.Subject;
import io.stacksy.deploy.Revision;
import io.stacksy.store.Ledger;
import io.stacksy.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Certifies what became of each revision that left memory: in its slot, the ledger and the log. Thread-safe. */
final class Certificates {
    private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);
    private static final Duration PUT_OFF = Duration.ofSeconds(5);
    private static final Set<Kind> THREADS = Set.of(Kind.THREAD, Kind.TIMER, Kind.EXECUTOR);

    private final Ledger ledger;
    private final RouteTable routes;
    private final Tools tools;
    private final Function<Revision, List<String>> series;
    private final InstantSource clock;
    private final Timer timer;

    /** @param series the names of the metrics series that there are of a revision */
    Certificates(
            Ledger ledger,
            RouteTable routes,
            Tools tools,
            Function<Revision, List<String>> series,
            InstantSource clock,
            Timer timer) {
        this.ledger = ledger;
        this.routes = routes;
        this.tools = tools;
        this.series = series;
        this.clock = clock;
        this.timer = timer;
    }

    /** What hears about the revision in {@code slot}. */
    Bundles.Reclamation of(Slot slot) {
        return remains -> certify(slot, remains);
    }

    private void certify(Slot slot, Bundles.Remains remains) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS); // what the ledger can keep
        Instant begun = slot.removal().map(Removal::begunAt).orElse(now);
        if (!remains.concluded()) {
            slot.removal(removal(slot, Outcome.WATCHED, begun, Optional.empty(), List.of(), remains.holders()));
            return;
        }
        List<Holder> holders = new ArrayList<>(remains.holders());
        if (!remains.collected() && holders.stream().allMatch(Holder::mended)) {
            holders.add(new Holder(
                    Kind.UNKNOWN, "unseen", "which the node cannot see; a heap dump shows what it is", false));
        }
        List<Proof> proofs = proofs(slot, remains, holders);
        Outcome outcome = outcome(proofs, holders);
        slot.removal(removal(slot, outcome, begun, Optional.of(now), proofs, holders));
        log(slot, outcome, Duration.between(begun, now), proofs, holders);
        store(slot);
    }

    private static Removal removal(
            Slot slot,
            Outcome outcome,
            Instant begun,
            Optional<Instant> ended,
            List<Proof> proofs,
            List<Holder> holders) {
        return new Removal(slot.revision(), slot.removedBy(), outcome, begun, ended, proofs, holders);
    }

    private static Outcome outcome(List<Proof> proofs, List<Holder> holders) {
        if (!proofs.stream().allMatch(Proof::given)) {
            return Outcome.HELD;
        }
        return holders.isEmpty() ? Outcome.CLEAN : Outcome.MENDED;
    }

    private List<Proof> proofs(Slot slot, Bundles.Remains remains, List<Holder> holders) {
        String collections = remains.collections() == 1 ? "1 collection" : remains.collections() + " collections";
        List<Holder> threads = holders.stream()
                .filter(holder -> THREADS.contains(holder.kind()))
                .toList();
        List<Holder> running =
                threads.stream().filter(thread -> !thread.mended()).toList();
        List<String> connections = holders.stream()
                .filter(holder -> holder.kind() == Kind.CONNECTION)
                .map(holder -> holder.name() + ", " + holder.detail())
                .toList();
        return List.of(
                new Proof(
                        Subject.CLASS_LOADER,
                        remains.collected(),
                        (remains.collected() ? "collected after " : "in memory after ") + collections),
                new Proof(Subject.THREADS, running.isEmpty(), threads(threads, running)),
                new Proof(Subject.CONNECTIONS, true, connections.isEmpty() ? "all given back" : connections.get(0)),
                metrics(slot),
                routes.leadsTo(slot)
                        ? new Proof(Subject.ROUTES, false, "requests can still come to it")
                        : new Proof(Subject.ROUTES, true, "none leads to it"));
    }

    private static String threads(List<Holder> threads, List<Holder> running) {
        if (!running.isEmpty()) {
            return running.size() + " still there: "
                    + running.stream().map(Holder::name).collect(Collectors.joining(", "));
        }
        return threads.isEmpty() ? "none was left" : threads.size() + " left behind, and ended or let go of";
    }

    private Proof metrics(Slot slot) {
        Revision revision = slot.revision();
        Optional<Slot> other = tools.named(revision.tool())
                .find(revision.version())
                .filter(known -> known != slot && known.bundle().isPresent());
        if (other.isPresent()) {
            return new Proof(
                    Subject.METRICS, true, "those that there are belong to the same version, brought in again");
        }
        List<String> left = series.apply(revision);
        return left.isEmpty()
                ? new Proof(Subject.METRICS, true, "no series is left")
                : new Proof(Subject.METRICS, false, "series are left: " + String.join(", ", left));
    }

    private static void log(Slot slot, Outcome outcome, Duration took, List<Proof> proofs, List<Holder> holders) {
        String detail = proofs.stream()
                .filter(proof -> !proof.given())
                .map(Proof::detail)
                .collect(Collectors.joining("; "));
        String found = holders.stream()
                .map(holder -> holder + (holder.mended() ? ", mended" : ", still there"))
                .collect(Collectors.joining("; "));
        switch (outcome) {
            case WATCHED -> {}
            case CLEAN -> LOG.info("{} left nothing behind after={}ms", slot.revision(), took.toMillis());
            case MENDED -> LOG.warn(
                    "{} is gone after={}ms; it had left behind: {}", slot.revision(), took.toMillis(), found);
            case HELD -> LOG.warn(
                    "{} is not gone after={}ms: {}; found: {}", slot.revision(), took.toMillis(), detail, found);
        }
    }

    /** Stores what is known by then; what cannot be stored now is tried again. */
    private void store(Slot slot) {
        try {
            slot.removal().ifPresent(ledger::certify);
        } catch (StoreException e) {
            LOG.warn("what became of {} is not on record yet: {}", slot.revision(), e.getMessage());
            Future<?> unused = timer.after(PUT_OFF, () -> store(slot));
        }
    }
}
