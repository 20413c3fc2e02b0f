package io.stacksy.auth.provider;

import io.stacksy.auth.AuthException;
import io.stacksy.auth.Identity;
import io.stacksy.store.StoreException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this node knows about who has lost what rights. It is read again and again; where it could not be read for too
 * long, nobody is let in on the strength of it. Thread-safe.
 */
final class CurrentStanding {
    private static final Logger log = LoggerFactory.getLogger(CurrentStanding.class);

    private final Standing.Source source;
    private final Duration window;
    private final Duration ageMax;
    private final Ticker ticker;

    /** Sessions ended on this node, with the number of the reading that had begun by then. */
    private final Map<UUID, Long> justRevoked = new ConcurrentHashMap<>();

    private volatile long readings;
    private volatile Reading reading;

    /**
     * Reads for the first time.
     *
     * @param window how long an access token can hold, at most
     * @param ageMax how old a reading may be
     */
    CurrentStanding(Standing.Source source, Duration window, Duration ageMax, Ticker ticker) {
        this.source = source;
        this.window = window;
        this.ageMax = ageMax;
        this.ticker = ticker;
        this.reading = new Reading(source.within(window), ticker.nanos());
    }

    private record Reading(Standing standing, long at) {}

    /** Reads again. What was committed before it is called is known when it returns. */
    synchronized void refresh() {
        long number = readings + 1;
        readings = number;
        long begun = ticker.nanos();
        reading = new Reading(source.within(window), begun);
        justRevoked.values().removeIf(known -> known < number);
    }

    /**
     * Has what was committed before known on this node at once or, where it cannot be read now, with the next poll. To be
     * called after a change of rights.
     */
    void takeEffect() {
        try {
            refresh();
        } catch (StoreException e) {
            log.warn("a change of an account takes effect with the next poll: {}", e.getMessage());
        }
    }

    /** Takes note at once that a session was ended. To be called after that is durable. */
    void revoked(UUID session) {
        // a reading that is under way may have begun before, so only the next one can be relied on
        justRevoked.put(session, readings);
    }

    /**
     * Who the holder of a verified token is now.
     *
     * @throws AuthException {@code INVALID} if its session or account has ended since; {@code UNAVAILABLE} if that could
     *     not be found out for too long
     */
    Identity confirm(AccessToken token) {
        Standing now = current();
        if (justRevoked.containsKey(token.session()) || now.revoked().contains(token.session())) {
            throw AuthException.invalid();
        }
        return current(token.account(), token.identity(), now);
    }

    /**
     * Who the holder of a verified API key is now.
     *
     * @throws AuthException as above
     */
    Identity confirm(VerifiedKey key) {
        return current(key.account(), key.identity(), current());
    }

    /** Whether an API key is not what it was when it was verified. */
    boolean hasChanged(VerifiedKey key) {
        Long generation = reading.standing().keys().get(key.id());
        return generation != null && generation > key.generation();
    }

    private Standing current() {
        Reading now = reading;
        Duration age = Duration.ofNanos(ticker.nanos() - now.at());
        if (age.compareTo(ageMax) > 0) {
            throw AuthException.unavailable(
                    new TimeoutException("revocations were last read " + age.toSeconds() + " s ago"));
        }
        return now.standing();
    }

    private static Identity current(UUID account, Identity before, Standing now) {
        Account changed = now.changed().get(account);
        return changed == null ? before : identity(changed, before);
    }

    Map<String, Role> roles() {
        return reading.standing().roles();
    }

    private static Identity identity(Account account, Identity before) {
        if (!account.enabled()) {
            throw AuthException.invalid();
        }
        if (account.roles().equals(before.roles())) {
            return before;
        }
        return new Identity(before.subject(), account.username(), account.roles(), before.session(), before.key());
    }
}
