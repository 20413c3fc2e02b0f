package io.stacksy.auth.provider;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What came of the credentials that were sent lately, found by themselves: to hash a token of a thousand characters takes
 * longer than all else that is done about it. A place for each of some hundred, with no order among them: another
 * credential may take the place of one at any time. Thread-safe, without locks.
 *
 * @param <T> immutable
 */
final class Lately<T> {
    private static final int PLACES = 1_024; // a power of two
    private static final int LETTERS = 12; // the last ones, which are random in tokens and keys alike

    /** With the time that keys are remembered, shorter than the standing looks back. */
    private static final long AGE_MAX = Duration.ofSeconds(30).toNanos();

    private final AtomicReferenceArray<@Nullable Entry<T>> places = new AtomicReferenceArray<>(PLACES);
    private final Ticker ticker;

    private record Entry<T>(String credential, T outcome, long since) {}

    Lately(Ticker ticker) {
        this.ticker = ticker;
    }

    /** What was noted for {@code credential} less than half a minute ago, unless it was driven out. */
    @Nullable
    T of(String credential) {
        Entry<T> entry = places.get(place(credential));
        return entry != null && entry.credential().equals(credential) && ticker.nanos() - entry.since() < AGE_MAX
                ? entry.outcome()
                : null;
    }

    void note(String credential, T outcome) {
        places.set(place(credential), new Entry<>(credential, outcome, ticker.nanos()));
    }

    private static int place(String credential) {
        int hash = 0;
        for (int i = Math.max(0, credential.length() - LETTERS); i < credential.length(); i++) {
            hash = 31 * hash + credential.charAt(i);
        }
        return (hash ^ hash >>> 16) & (PLACES - 1);
    }
}
