package io.stacksy.deployer;

import io.stacksy.deploy.Quarantine;
import io.stacksy.deploy.Trouble;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a revision behaves: what is wrong with it, how often something was, and whether it is in quarantine. Thread-safe. */
final class Conduct {
    /** How long a strike counts, and how long the same trouble needs no second line on record. */
    static final Duration MEMORY = Duration.ofMinutes(10);

    private final Map<Trouble.Kind, Trouble> troubles = new EnumMap<>(Trouble.Kind.class);
    private final Map<Trouble.Kind, Long> recorded = new EnumMap<>(Trouble.Kind.class);
    private final Deque<Long> strikes = new ArrayDeque<>();
    private volatile @Nullable Quarantine quarantine;

    /** Returns whether the trouble is new. Of one that is known, what is told of it changes. */
    synchronized boolean begin(Trouble trouble) {
        Trouble known = troubles.get(trouble.kind());
        troubles.put(
                trouble.kind(), known == null ? trouble : new Trouble(trouble.kind(), known.since(), trouble.detail()));
        return known == null;
    }

    /** Returns whether there was any such trouble. */
    synchronized boolean end(Trouble.Kind kind) {
        return troubles.remove(kind) != null;
    }

    synchronized List<Trouble> troubles() {
        return troubles.values().stream()
                .sorted(Comparator.comparing(Trouble::kind))
                .toList();
    }

    /** Whether trouble of a kind that begins now deserves a line on record; if so, the next one soon after does not. */
    synchronized boolean record(Trouble.Kind kind, long nanos) {
        Long last = recorded.get(kind);
        if (last != null && nanos - last < MEMORY.toNanos()) {
            return false;
        }
        recorded.put(kind, nanos);
        return true;
    }

    /** Counts a strike; returns how many there were lately. */
    synchronized int strike(long nanos) {
        strikes.addLast(nanos);
        while (nanos - strikes.getFirst() > MEMORY.toNanos()) {
            strikes.removeFirst();
        }
        return strikes.size();
    }

    Optional<Quarantine> quarantine() {
        return Optional.ofNullable(quarantine);
    }

    /** Whether it is kept from its requests; read by each of them. */
    boolean isBarred() {
        return quarantine != null;
    }

    /** Returns whether it was in none. */
    synchronized boolean bar(Quarantine imposed) {
        if (quarantine != null) {
            return false;
        }
        quarantine = imposed;
        return true;
    }

    /** Lets it have its requests; what it did before is forgotten. */
    synchronized void release() {
        quarantine = null;
        strikes.clear();
        recorded.clear();
    }
}
