package io.stacksy.auth.provider;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.stacksy.auth.AuthException;
import io.stacksy.auth.Identity;
import io.stacksy.budget.Rate;
import io.stacksy.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/**
 * Knows callers by their API keys. A key is verified once and remembered for some minutes; whether it was changed since,
 * and how its owner stands, is looked up each time, in memory. Thread-safe.
 */
final class KeyAuthenticator {
    private static final int REMEMBERED_MAX = 10_000;
    private static final int REFUSED_MAX = 10_000;

    /** Shorter than the standing looks back, or a change could go unseen. */
    static final Duration REMEMBERED = Duration.ofMinutes(5);

    private final Function<String, Optional<StoredKey>> source;
    private final CurrentStanding standing;
    private final Optional<Rate> standard;
    private final LastUses uses;
    private final InstantSource clock;
    private final Lately<VerifiedKey> lately;
    private final Cache<Sha256, VerifiedKey> remembered;

    /** Keys that never will be good: whoever tries one again and again keeps no database busy. */
    private final Cache<Sha256, Boolean> refused;

    /**
     * @param source the key of an identifier
     * @param standard the rate of keys that have none of their own; empty for no limit
     */
    KeyAuthenticator(
            Function<String, Optional<StoredKey>> source,
            CurrentStanding standing,
            Optional<Rate> standard,
            LastUses uses,
            InstantSource clock,
            Ticker ticker) {
        this.source = source;
        this.standing = standing;
        this.standard = standard;
        this.uses = uses;
        this.clock = clock;
        this.lately = new Lately<>(ticker);
        this.remembered = cache(REMEMBERED_MAX, ticker);
        this.refused = cache(REFUSED_MAX, ticker);
    }

    private static <T> Cache<Sha256, T> cache(int max, Ticker ticker) {
        return Caffeine.newBuilder()
                .maximumSize(max)
                .expireAfterWrite(REMEMBERED)
                .ticker(ticker::nanos)
                .executor(Runnable::run)
                .build();
    }

    /**
     * Verifies an API key and notes its use. How often it may be used, the gateway sees to.
     *
     * @throws AuthException if it is not good, or the answer cannot be had now
     */
    Identity authenticate(String credential) {
        if (credential.length() != KeyText.LENGTH) {
            throw AuthException.invalid();
        }
        VerifiedKey key = lately.of(credential);
        if (key == null || standing.hasChanged(key)) {
            key = remembered(credential);
            lately.note(credential, key);
        }
        Instant now = clock.instant();
        if (!key.holdsAt(now)) {
            throw AuthException.invalid();
        }
        Identity identity = standing.confirm(key);
        uses.note(key.id(), now);
        return identity;
    }

    private VerifiedKey remembered(String credential) {
        Sha256 digest = Sha256.of(credential);
        VerifiedKey key = remembered.getIfPresent(digest);
        if (key == null || standing.hasChanged(key)) {
            key = verify(credential, digest);
            remembered.put(digest, key);
        }
        return key;
    }

    private VerifiedKey verify(String credential, Sha256 digest) {
        KeyText text = KeyText.parse(credential).orElseThrow(AuthException::invalid);
        if (refused.getIfPresent(digest) != null) {
            throw AuthException.invalid();
        }
        Optional<StoredKey> stored = stored(text.id());
        Optional<VerifiedKey> key = stored.flatMap(known -> known.verify(text.digest(), standard));
        if (key.isEmpty()) {
            remembered.invalidate(digest);
            refused.put(digest, true);
            throw AuthException.invalid();
        }
        if (!stored.get().owner().enabled()) {
            throw AuthException.invalid(); // not for good
        }
        return key.get();
    }

    private Optional<StoredKey> stored(String id) {
        try {
            return source.apply(id);
        } catch (StoreException e) {
            throw Unread.refusal(e);
        }
    }
}
