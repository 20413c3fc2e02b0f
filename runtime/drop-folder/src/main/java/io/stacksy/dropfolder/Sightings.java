package io.stacksy.dropfolder;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Which jars lie in the folder, and since when they look as they do. Used under one lock. */
final class Sightings {
    /** How long a file must stay as it is, or away, before that is taken for what was meant. */
    static final Duration SETTLED = Duration.ofSeconds(1);

    /** How long a file that is no whole jar may stay as it is before that is taken for what was meant. */
    static final Duration STALLED = Duration.ofSeconds(10);

    private static final Comparator<Seen> OLDEST_FIRST =
            Comparator.comparing((Seen file) -> file.stamp().modified()).thenComparing(Seen::name);

    private final Ticker ticker;
    private final Predicate<String> whole;
    private final Map<String, Seen> present = new TreeMap<>();
    private final Map<String, Long> missing = new TreeMap<>();

    /** @param whole whether the jar of that name has all of its bytes */
    Sightings(Ticker ticker, Predicate<String> whole) {
        this.ticker = ticker;
        this.whole = whole;
    }

    /** Takes note of what is there now, and of what should be and is not. */
    void look(Map<String, Stamp> files, Set<String> expected) {
        long now = ticker.nanos();
        present.keySet().retainAll(files.keySet());
        files.forEach((name, stamp) -> {
            Seen before = present.get(name);
            if (before == null || !before.stamp().equals(stamp)) {
                present.put(name, new Seen(name, stamp, now));
            }
        });
        missing.keySet().removeIf(name -> files.containsKey(name) || !expected.contains(name));
        expected.stream().filter(name -> !files.containsKey(name)).forEach(name -> missing.putIfAbsent(name, now));
    }

    /** Takes a file for away only at {@code time}. */
    void putOff(String name, long time) {
        missing.replace(name, time - SETTLED.toNanos());
    }

    void clear() {
        present.clear();
        missing.clear();
    }

    /** The files that are ready and not handled yet, the one that was written first before the others. */
    List<Seen> ready() {
        long now = ticker.nanos();
        return present.values().stream()
                .filter(file -> !file.handled() && file.isDue(now) && isReady(file, now))
                .sorted(OLDEST_FIRST)
                .toList();
    }

    private boolean isReady(Seen file, long now) {
        long age = now - file.since();
        return age >= STALLED.toNanos() || (age >= SETTLED.toNanos() && whole.test(file.name()));
    }

    /** The files that are away for good. */
    List<String> gone() {
        long now = ticker.nanos();
        return missing.entrySet().stream()
                .filter(entry -> now - entry.getValue() >= SETTLED.toNanos())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Whether something is under observation, so that the next look should be soon. */
    boolean isPending() {
        return !missing.isEmpty() || present.values().stream().anyMatch(file -> !file.handled());
    }
}
