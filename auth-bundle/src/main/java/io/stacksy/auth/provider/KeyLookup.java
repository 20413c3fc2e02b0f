package io.stacksy.auth.provider;

import io.stacksy.auth.AuthException;
import io.stacksy.store.StoreException;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Finds the keys that tokens name. A key that this node has not heard of is asked for at once, since another node may
 * have had to let a key sign that nobody knew yet; whoever makes up names has the keys read only so often. Thread-safe.
 */
final class KeyLookup {
    /** How often a second the keys are read, at most. */
    static final int READS_MAX = 10;

    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final KeyRing ring;
    private final InstantSource clock;
    private final ReentrantLock reading = new ReentrantLock();
    private Instant since = Instant.EPOCH; // guarded by reading
    private int reads; // guarded by reading

    KeyLookup(KeyRing ring, InstantSource clock) {
        this.ring = ring;
        this.clock = clock;
    }

    /**
     * The key named {@code kid}, if what it signed holds now.
     *
     * @throws AuthException {@code UNAVAILABLE} if this node has not heard of it and cannot ask
     */
    Optional<RSAPublicKey> key(String kid) {
        if (!ring.knows(kid)) {
            ask(kid);
        }
        return ring.verifier(kid);
    }

    private void ask(String kid) {
        try {
            if (!reading.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw AuthException.unavailable(new TimeoutException("signing keys are being read for too long"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw AuthException.unavailable(e);
        }
        try {
            if (!ring.knows(kid) && mayRead()) {
                ring.refresh();
            }
        } catch (StoreException e) {
            throw Unread.refusal(e);
        } finally {
            reading.unlock();
        }
    }

    private boolean mayRead() {
        Instant now = clock.instant();
        if (Duration.between(since, now).abs().compareTo(PERIOD) >= 0) {
            since = now;
            reads = 0;
        }
        reads++;
        return reads <= READS_MAX;
    }
}
