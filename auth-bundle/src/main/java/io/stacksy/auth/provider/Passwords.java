package io.stacksy.auth.provider;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Hashes and checks passwords, a few at a time: each takes 19 MiB and a core for 50 ms. Whoever finds no place waits,
 * but not for long, and not together with too many others. Thread-safe.
 */
final class Passwords {
    static final int LENGTH_MIN = 8;
    static final int LENGTH_MAX = 128;
    private static final int WAITING_PER_PLACE = 4;

    private final Argon2 argon2;
    private final Secrets secrets;
    private final Semaphore places;
    private final int waitingMax;
    private final Duration patience;
    private final AtomicInteger waiting = new AtomicInteger();
    private final String unmatched;

    Passwords(Argon2 argon2, Secrets secrets, int places, Duration patience) {
        this.argon2 = argon2;
        this.secrets = secrets;
        this.places = new Semaphore(places, true);
        this.waitingMax = places * WAITING_PER_PLACE;
        this.patience = patience;
        this.unmatched = argon2.unmatched(secrets);
    }

    /** Whether it has a length that is hashed at all, in characters as a person counts them. */
    static boolean isTooLong(String password) {
        // two chars at most make one character, so that a huge one is not even counted
        return password.length() > 2 * LENGTH_MAX || password.codePointCount(0, password.length()) > LENGTH_MAX;
    }

    static boolean isTooShort(String password) {
        return password.codePointCount(0, password.length()) < LENGTH_MIN;
    }

    /** Hashes a password in a place of its own. Throws {@link SignInException} if there is none. */
    String hash(String password) {
        return inPlace(place -> place.hash(password));
    }

    /** Does {@code work} in a place. Throws {@link SignInException} if there is none. */
    <T> T inPlace(Function<Place, T> work) {
        if (!takePlace()) {
            throw SignInException.busy();
        }
        try {
            return work.apply(new Place());
        } finally {
            places.release();
        }
    }

    /** Leave to hash, until the work is done that it was given to. */
    final class Place {
        private Place() {}

        String hash(String password) {
            return argon2.hash(password, secrets.bytes(Argon2.SALT_LENGTH));
        }

        /**
         * Whether {@code password} is the one that {@code hash} was made of.
         *
         * @param hash null where there is no such account, which must take as long to say
         */
        boolean matches(String password, @Nullable String hash) {
            return Argon2.matches(password, hash == null ? unmatched : hash);
        }

        /** Whether a hash would cost more to make by now. */
        boolean isWeak(String hash) {
            return argon2.isMoreThan(hash);
        }
    }

    private boolean takePlace() {
        if (places.tryAcquire()) {
            return true;
        }
        try {
            return waiting.incrementAndGet() <= waitingMax
                    && places.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            waiting.decrementAndGet();
        }
    }
}
