package io.stacksy.deployer;

import io.stacksy.deploy.Actor;
import io.stacksy.deploy.Removal;
import io.stacksy.deploy.Revision;
import io.stacksy.deploy.RevisionState;
import io.stacksy.deploy.Rollout;
import io.stacksy.deploy.ToolName;
import io.stacksy.deploy.Version;
import io.stacksy.store.Ledger;
import io.stacksy.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** A ledger in memory that can be away. */
final class FakeLedger implements Ledger {
    private final Map<Revision, Entry> entries = new LinkedHashMap<>();
    private final Map<Revision, byte[]> blobs = new LinkedHashMap<>();
    private final Map<ToolName, Live> live = new LinkedHashMap<>();
    private final Map<UUID, Rollout> rollouts = new LinkedHashMap<>();
    private final Map<ToolName, Map<Revision, Integer>> traffic = new LinkedHashMap<>();
    private final List<String> divisions = new ArrayList<>();
    private final Map<UUID, Actor> enders = new LinkedHashMap<>();
    private final Map<String, Loss> losses = new TreeMap<>();
    private final Set<ToolName> locks = new HashSet<>();
    private final List<String> retired = new ArrayList<>();
    private final List<Removal> removals = new ArrayList<>();
    final FakeIncidents incidents = new FakeIncidents();
    private boolean used;
    private boolean away;
    private boolean refusesWrites;
    private boolean losesAnswers;

    synchronized void goAway() {
        away = true;
    }

    /** From now on it can be read, and nothing about rollouts can be written. */
    synchronized void refuseWrites() {
        refusesWrites = true;
    }

    synchronized void comeBack() {
        away = false;
        refusesWrites = false;
    }

    /** What was retired, by whom, in order. */
    synchronized List<String> retired() {
        return List.copyOf(retired);
    }

    /** From now on a switch is written and its answer lost. */
    synchronized void loseAnswers() {
        losesAnswers = true;
    }

    /** The same ledger as another process finds it: without the locks of the one before. */
    synchronized void restart() {
        locks.clear();
    }

    /** Has a revision of which this node knows nothing. */
    synchronized void know(Revision revision) {
        entries.put(revision, new Entry(revision, RevisionState.STAGED, List.of(), Instant.EPOCH, Optional.empty()));
    }

    synchronized void lock(String tool) {
        locks.add(new ToolName(tool));
    }

    synchronized Map<Revision, RevisionState> states() {
        Map<Revision, RevisionState> states = new LinkedHashMap<>();
        entries.forEach((revision, entry) -> states.put(revision, entry.state()));
        return states;
    }

    @Override
    public synchronized boolean isEmpty() {
        return !used;
    }

    @Override
    public synchronized Optional<Lock> tryLock(ToolName tool) {
        check();
        return locks.add(tool) ? Optional.of(() -> release(tool)) : Optional.empty();
    }

    private synchronized void release(ToolName tool) {
        locks.remove(tool);
    }

    @Override
    public synchronized void add(Revision revision, Path jar, List<String> aliases) {
        check();
        if (entries.keySet().stream()
                .anyMatch(known -> known.tool().equals(revision.tool())
                        && known.version().equals(revision.version())
                        && !known.equals(revision))) {
            throw StoreException.duplicate(new IllegalStateException());
        }
        try {
            blobs.put(revision, Files.readAllBytes(jar));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        entries.put(revision, new Entry(revision, RevisionState.STAGED, aliases, Instant.EPOCH, Optional.empty()));
    }

    @Override
    public synchronized void copyTo(Revision revision, Path file) {
        check();
        try {
            Files.write(file, blobs.getOrDefault(revision, new byte[0]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void delete(Revision revision) {
        check();
        entries.remove(revision);
        blobs.remove(revision);
    }

    @Override
    public synchronized Optional<Entry> find(ToolName tool, Version version) {
        return entries.values().stream()
                .filter(entry -> entry.revision().tool().equals(tool)
                        && entry.revision().version().equals(version))
                .findFirst();
    }

    @Override
    public synchronized List<Entry> revisions() {
        check();
        return List.copyOf(entries.values());
    }

    @Override
    public synchronized List<Live> live() {
        check();
        return List.copyOf(live.values());
    }

    @Override
    public synchronized void mark(Revision revision, RevisionState state, Optional<String> reason) {
        check();
        entries.computeIfPresent(
                revision, (key, entry) -> new Entry(revision, state, entry.aliases(), Instant.EPOCH, reason));
    }

    @Override
    public synchronized void addLosses(Revision revision, List<Loss> given) {
        checkWrite();
        given.forEach(loss -> losses.put(revision.tool() + " " + loss.script(), loss));
    }

    @Override
    public synchronized void removeLosses(ToolName tool, List<String> scripts) {
        checkWrite();
        scripts.forEach(script -> losses.remove(tool + " " + script));
    }

    @Override
    public synchronized List<Loss> losses(ToolName tool) {
        check();
        return losses.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(tool + " "))
                .map(Map.Entry::getValue)
                .toList();
    }

    @Override
    public synchronized void write(Rollout rollout, Actor by) {
        checkWrite();
        rollouts.put(rollout.id(), rollout);
        enders.put(rollout.id(), by);
    }

    /** Who let a rollout come to where it is. */
    synchronized Optional<Actor> ender(UUID rollout) {
        return Optional.ofNullable(enders.get(rollout));
    }

    @Override
    public synchronized void writeSwitch(
            Rollout rollout, Actor by, Optional<Revision> next, Optional<Revision> previous) {
        checkWrite();
        used = true;
        rollouts.put(rollout.id(), rollout);
        traffic.put(rollout.tool(), next.map(revision -> Map.of(revision, 100)).orElse(Map.of()));
        next.ifPresentOrElse(
                revision -> live.put(rollout.tool(), new Live(rollout.tool(), revision, previous)),
                () -> live.remove(rollout.tool()));
        if (losesAnswers) {
            losesAnswers = false;
            throw StoreException.unavailable(new IllegalStateException());
        }
    }

    @Override
    public synchronized void writeTraffic(
            ToolName tool, Map<Revision, Integer> weights, Actor by, Optional<UUID> rollout) {
        checkWrite();
        if (!weights.equals(traffic.put(tool, Map.copyOf(weights)))) {
            divisions.add(by.rule().orElse(by.name()) + " " + new TreeMap<>(byVersion(weights)));
        }
    }

    private static Map<Version, Integer> byVersion(Map<Revision, Integer> weights) {
        Map<Version, Integer> versions = new TreeMap<>();
        weights.forEach((revision, weight) -> versions.put(revision.version(), weight));
        return versions;
    }

    /** Who divided the traffic, and how, in order. */
    synchronized List<String> divisions() {
        return List.copyOf(divisions);
    }

    @Override
    public synchronized void retire(Revision revision, Actor by, Optional<UUID> rollout, Optional<String> reason) {
        checkWrite();
        Entry entry = entries.get(revision);
        if (entry != null && entry.state() != RevisionState.RETIRED) {
            entries.put(revision, new Entry(revision, RevisionState.RETIRED, entry.aliases(), Instant.EPOCH, reason));
            retired.add(revision + " by " + by.rule().orElse(by.name()));
        }
    }

    @Override
    public synchronized Optional<Rollout> rollout(UUID id) {
        check();
        return Optional.ofNullable(rollouts.get(id));
    }

    @Override
    public synchronized List<Rollout> rollouts(int limit, Optional<UUID> before) {
        check();
        List<Rollout> newestFirst = new ArrayList<>(rollouts.values());
        Collections.reverse(newestFirst);
        return newestFirst.stream().limit(limit).toList();
    }

    @Override
    public synchronized List<Rollout> unfinished() {
        check();
        return rollouts.values().stream()
                .filter(rollout -> rollout.endedAt().isEmpty())
                .toList();
    }

    @Override
    public synchronized void certify(Removal removal) {
        checkWrite();
        removals.removeIf(known ->
                known.revision().equals(removal.revision()) && known.begunAt().equals(removal.begunAt()));
        removals.add(removal);
    }

    @Override
    public synchronized List<Removal> removals(UUID rollout) {
        check();
        return removals.stream()
                .filter(removal -> removal.rollout().equals(Optional.of(rollout)))
                .toList();
    }

    private void checkWrite() {
        check();
        if (refusesWrites) {
            throw StoreException.unavailable(new IllegalStateException());
        }
    }

    private void check() {
        if (away) {
            throw StoreException.unavailable(new IllegalStateException());
        }
    }
}
