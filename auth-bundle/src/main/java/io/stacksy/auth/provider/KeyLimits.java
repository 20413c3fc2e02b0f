package io.stacksy.auth.provider;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.stacksy.auth.AuthException;
import java.time.Duration;
import java.util.Optional;

/** How often API keys may still be used on this node: a bucket each, that fills up again steadily. Thread-safe. */
final class KeyLimits {
    private static final int BUCKETS_MAX = 10_000;

    /** Longer than any bucket takes to fill up, so that none is forgotten before that. */
    private static final Duration FORGOTTEN = Duration.ofMinutes(2);

    private final Optional<KeyRate> standard;
    private final TimeMeter time;
    private final Cache<String, Bucket> buckets;

    /** @param standard the rate of keys that have none of their own; empty for no limit */
    KeyLimits(Optional<KeyRate> standard, Ticker ticker) {
        this.standard = standard;
        this.time = new Nanoseconds(ticker);
        this.buckets = Caffeine.newBuilder()
                .maximumSize(BUCKETS_MAX)
                .expireAfterAccess(FORGOTTEN)
                .ticker(ticker::nanos)
                .executor(Runnable::run)
                .build();
    }

    /**
     * Spends one use of {@code key}.
     *
     * @throws AuthException {@code LIMITED} if there is none left
     */
    void spend(VerifiedKey key) {
        Optional<KeyRate> rate = key.rate().or(() -> standard);
        if (rate.isEmpty()) {
            return;
        }
        Bucket bucket = buckets.get(key.id(), id -> full(rate.get()));
        if (!bucket.tryConsume(1)) {
            long nanos = bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill();
            throw AuthException.limited(
                    new AuthException.Limit(rate.get().permits(), rate.get().per(), Duration.ofNanos(nanos)));
        }
    }

    private Bucket full(KeyRate rate) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(rate.permits()).refillGreedy(rate.permits(), rate.per()))
                .withCustomTimePrecision(time)
                .build();
    }

    /** Time as Bucket4j asks for it. */
    private record Nanoseconds(Ticker ticker) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return ticker.nanos();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
