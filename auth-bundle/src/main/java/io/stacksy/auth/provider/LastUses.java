package io.stacksy.auth.provider;

import io.stacksy.store.StoreException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** When API keys were last used, kept in memory until it is written, many at once. Thread-safe. */
final class LastUses implements Runnable {
    private final Consumer<Map<String, Instant>> store;
    private final Map<String, Instant> uses = new ConcurrentHashMap<>();

    LastUses(Consumer<Map<String, Instant>> store) {
        this.store = store;
    }

    /** Takes note of a use, to the second. */
    void note(String key, Instant now) {
        Instant known = uses.get(key);
        if (known == null || known.getEpochSecond() < now.getEpochSecond()) {
            uses.put(key, now);
        }
    }

    /** Writes what was noted since the last time. What cannot be written is kept for the next time. */
    @Override
    public void run() {
        Map<String, Instant> taken = new HashMap<>();
        uses.forEach((key, at) -> {
            if (uses.remove(key, at)) {
                taken.put(key, at);
            }
        });
        if (taken.isEmpty()) {
            return;
        }
        try {
            store.accept(taken);
        } catch (StoreException e) {
            taken.forEach((key, at) -> uses.merge(key, at, LastUses::later));
            throw e;
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
