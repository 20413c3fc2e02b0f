package io.stacksy.dropfolder;

import io.stacksy.deploy.Revision;
import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.ToolName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the folder, and lets the node's tools follow it: one rollout at a time for each tool, and as many tools at
 * once as the workers have threads. Thread-safe.
 */
final class Scan {
    private static final Logger LOG = LoggerFactory.getLogger(Scan.class);
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final Shelf shelf;
    private final Register register;
    private final Sightings sightings;
    private final Delivery delivery;
    private final Executor workers;
    private final Ticker ticker;
    private final InstantSource clock;
    private final Set<ToolName> busy = new HashSet<>();
    private volatile Optional<String> trouble = Optional.empty();

    Scan(Shelf shelf, Delivery delivery, Executor workers, Ticker ticker, InstantSource clock) {
        this.shelf = shelf;
        this.register = Register.in(shelf.folder());
        this.sightings = new Sightings(ticker, shelf::isWhole);
        this.delivery = delivery;
        this.workers = workers;
        this.ticker = ticker;
        this.clock = clock;
    }

    /** Looks once, and begins what follows from that. */
    synchronized void look() {
        try {
            Map<String, Stamp> jars = shelf.jars();
            if (register.isLost()) {
                LOG.warn(
                        "{} is another folder than before; no tool is removed for a jar that is not there",
                        shelf.folder());
                register.clear();
                sightings.clear();
            }
            sightings.look(jars, register.expected());
            sightings.ready().forEach(this::consider);
            sightings.gone().forEach(this::withdraw);
            trouble(Optional.empty());
        } catch (IOException | UncheckedIOException e) {
            trouble(Optional.of("the drop folder " + shelf.folder() + " cannot be used: " + e));
        } catch (RuntimeException e) {
            LOG.error("the drop folder {} cannot be followed", shelf.folder(), e);
            trouble(Optional.of("the drop folder cannot be followed; the log says more"));
        }
    }

    private void trouble(Optional<String> now) {
        if (!now.equals(trouble)) {
            now.ifPresentOrElse(LOG::warn, () -> LOG.warn("the drop folder {} can be used again", shelf.folder()));
        }
        trouble = now;
    }

    /** Why the folder cannot be followed; empty if it can. */
    Optional<String> trouble() {
        return trouble;
    }

    /** Whether the next look should be soon. */
    synchronized boolean isPending() {
        return sightings.isPending() || !busy.isEmpty();
    }

    private void consider(Seen file) {
        if (file.tool().filter(busy::contains).isPresent()) {
            return;
        }
        Parcel parcel;
        try {
            parcel = shelf.take(file.name());
        } catch (IOException e) {
            putOff(file, "it cannot be read: " + e);
            return;
        }
        boolean handedOn = false;
        try {
            handedOn = !isTaken(file, parcel) && handOn(file, parcel);
        } catch (RolloutException e) {
            settle(file, parcel.sha256(), Optional.empty(), Delivery.failed(e));
        } finally {
            if (!handedOn) {
                parcel.close();
            }
        }
    }

    /** Whether these bytes were brought into service before. */
    private boolean isTaken(Seen file, Parcel parcel) {
        boolean taken = register.find(file.name())
                .filter(entry -> !entry.rejected() && entry.sha256().equals(parcel.sha256()))
                .isPresent();
        if (taken) {
            file.handle();
        }
        return taken;
    }

    private boolean handOn(Seen file, Parcel parcel) {
        Revision revision = delivery.inspect(parcel.submission());
        file.brings(revision.tool());
        boolean begun = begin(revision.tool(), () -> {
            try (parcel) {
                Outcome outcome = delivery.deploy(parcel.submission(), revision);
                Optional<Revision> left = settle(file, parcel.sha256(), Optional.of(revision), outcome);
                if (left.isPresent()) {
                    report(left.get(), delivery.remove(left.get()));
                }
            }
        });
        if (begun) {
            file.putOff(ticker.nanos() + RETRY.toNanos()); // in case that it does not end in order
        }
        return begun;
    }

    private void withdraw(String name) {
        Optional<Revision> ours = register.find(name).flatMap(Register.Entry::ours);
        if (ours.isEmpty()) {
            register.forget(name);
            return;
        }
        Revision revision = ours.get();
        if (begin(revision.tool(), () -> removed(name, revision, delivery.remove(revision)))) {
            sightings.putOff(name, ticker.nanos() + RETRY.toNanos());
        }
    }

    /** Does {@code work} on another thread, unless something is being done to that tool already. */
    private boolean begin(ToolName tool, Work work) {
        if (!busy.add(tool)) {
            return false;
        }
        try {
            workers.execute(() -> carryOut(tool, work));
            return true;
        } catch (RejectedExecutionException e) {
            LOG.debug("the node stops", e);
            busy.remove(tool);
            return false;
        }
    }

    private void carryOut(ToolName tool, Work work) {
        try {
            work.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (UncheckedIOException e) {
            LOG.warn("the drop folder's own file cannot be written: {}", e.toString());
        } finally {
            synchronized (this) {
                busy.remove(tool);
            }
        }
    }

    /** Returns what the file brought before, if that was another tool, which it does not bring any more. */
    private synchronized Optional<Revision> settle(
            Seen file, String sha256, Optional<Revision> revision, Outcome outcome) {
        Optional<Revision> before = register.find(file.name()).flatMap(Register.Entry::ours);
        if (outcome instanceof Outcome.Done done) {
            Optional<Revision> ours = done.ours() || revision.equals(before) ? revision : Optional.empty();
            file.handle();
            register.put(file.name(), new Register.Entry(sha256, false, ours));
            clear(file.name());
            return before.filter(other ->
                    revision.filter(now -> now.tool().equals(other.tool())).isEmpty());
        } else if (outcome instanceof Outcome.Refused refused) {
            file.handle();
            register.put(file.name(), new Register.Entry(sha256, true, before));
            reject(file.name(), refused.why());
        } else if (outcome instanceof Outcome.Later later) {
            putOff(file, later.why());
        }
        return Optional.empty();
    }

    private void putOff(Seen file, String why) {
        LOG.warn("{} is tried again in {} s: {}", file.name(), RETRY.toSeconds(), why);
        file.putOff(ticker.nanos() + RETRY.toNanos());
    }

    private void reject(String name, String why) {
        LOG.warn("{} is rejected: {}", name, why);
        try {
            shelf.reject(
                    name,
                    name + " was not deployed: " + why + ".\n" + "That was at " + clock.instant()
                            + ". What served before serves on. Mend it and copy the jar here again.\n");
        } catch (IOException e) {
            LOG.warn("{} cannot be put aside, and is left alone until it changes: {}", name, e.toString());
        }
    }

    private void clear(String name) {
        try {
            shelf.clear(name);
        } catch (IOException e) {
            LOG.warn("what was left of an earlier {} cannot be cleared: {}", name, e.toString());
        }
    }

    private synchronized void removed(String name, Revision revision, Outcome outcome) {
        report(revision, outcome);
        if (!(outcome instanceof Outcome.Later)) {
            register.forget(name);
        }
    }

    private static void report(Revision revision, Outcome removal) {
        if (removal instanceof Outcome.Later later) {
            LOG.warn("{} is still in service without its file: {}", revision, later.why());
        } else if (removal instanceof Outcome.Refused refused) {
            LOG.warn("{} was not removed with its file: {}", revision, refused.why());
        }
    }

    /** What is done to one tool. */
    @FunctionalInterface
    private interface Work {
        void run() throws InterruptedException;
    }
}
