package io.stacksy.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.TimeMeter;
import io.stacksy.budget.Rate;
import io.stacksy.route.Operation;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How much is left of each quota on this node. What nobody has used for a while is forgotten, for it is full again. There
 * are only so many, and those that are used least go first, so a crowd of addresses neither fills the memory nor drives
 * out those who call often. Thread-safe; takes no lock where a bucket is known.
 *
 * <p>How permits are counted is known here alone. Whoever counts over several nodes would fetch a share ahead of need and
 * let {@link #take} spend that, which must never wait.
 */
final class Buckets {
    static final int MAX = 50_000;

    /** Longer than any bucket takes to fill up. */
    static final Duration FORGOTTEN = Duration.ofMinutes(2);

    private final TimeMeter time;
    private final Cache<Key, Allowance> allowances;

    /**
     * Whose quota it is, and of what. Nothing of a revision is in it, so that all of a tool share it.
     *
     * @param tool empty for a part of the platform
     * @param method with the template the operation; both empty for all of the tool
     * @param caller empty for everybody
     */
    record Key(String tool, String method, String template, String caller) {
        static Key of(String tool, String caller) {
            return new Key(tool, "", "", caller);
        }

        static Key of(String tool, Operation operation, String caller) {
            return new Key(tool, operation.method(), operation.template(), caller);
        }
    }

    Buckets(LongSupplier ticker) {
        this(MAX, ticker);
    }

    Buckets(int max, LongSupplier ticker) {
        this.time = new Nanoseconds(ticker);
        this.allowances = Caffeine.newBuilder()
                .maximumSize(max)
                .expireAfterAccess(FORGOTTEN)
                .ticker(ticker::getAsLong)
                .executor(Runnable::run)
                .build();
    }

    /** Takes one of a quota, if there is one. */
    Level take(Key key, Rate rate) {
        return allowance(key, rate).take(rate);
    }

    /** Gives back one that was taken, because the request is refused for another reason. */
    void giveBack(Key key, Rate rate) {
        allowance(key, rate).giveBack(rate);
    }

    /** Forgets all quotas of a tool. */
    void forget(String tool) {
        allowances.asMap().keySet().removeIf(key -> key.tool().equals(tool));
    }

    /** How many there are. */
    long size() {
        allowances.cleanUp();
        return allowances.estimatedSize();
    }

    private Allowance allowance(Key key, Rate rate) {
        Allowance known = allowances.getIfPresent(key);
        return known != null ? known : allowances.get(key, added -> new Allowance(rate, time));
    }

    /** Time as Bucket4j asks for it. */
    private record Nanoseconds(LongSupplier ticker) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return ticker.getAsLong();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
