package io.stacksy.tools.links;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Where codes lead, remembered for a few seconds, so that a link that many follow costs no query for each of them. What
 * is changed through another node is seen here within {@link #LIMIT}; what is changed here, at once. Thread-safe.
 */
@Component(service = Redirects.class)
public final class Redirects {
    /** How old an answer may be. */
    static final Duration LIMIT = Duration.ofSeconds(4);
    /** From which age on one of those who ask looks again, while the others still get the answer that is known. */
    static final Duration FRESH = Duration.ofSeconds(2);
    /** Of each of the two generations. */
    private static final int CAPACITY = 10_000;

    private final Links links;
    private final LongSupplier nanos;
    private final int capacity;
    private final AtomicLong changes = new AtomicLong();
    private volatile Generations generations = new Generations(new ConcurrentHashMap<>(), new ConcurrentHashMap<>());

    private record Known(Resolved resolved, long since, AtomicBoolean renewing) {}

    /** The newer answers, and older ones that are dropped all together: no search for what to evict. */
    private record Generations(Map<Code, Known> young, Map<Code, Known> old) {
        Generations next() {
            return new Generations(new ConcurrentHashMap<>(), young);
        }
    }

    @Activate
    public Redirects(@Reference Links links) {
        this(links, System::nanoTime, CAPACITY);
    }

    Redirects(Links links, LongSupplier nanos, int capacity) {
        this.links = links;
        this.nanos = nanos;
        this.capacity = capacity;
    }

    Optional<Resolved> find(Code code) {
        Known known = known(code);
        if (known != null) {
            long age = age(known);
            boolean usable = age < LIMIT.toNanos();
            if (usable && (age < FRESH.toNanos() || !known.renewing().compareAndSet(false, true))) {
                return Optional.of(known.resolved());
            }
            if (usable) {
                return renewed(code, known);
            }
        }
        return load(code);
    }

    /** Forgets what is known of a code. To be called after the code's link was changed. */
    void forget(Code code) {
        changes.incrementAndGet(); // first, so that whoever has just asked the database does not keep its answer
        drop(code);
    }

    private void drop(Code code) {
        Generations now = generations;
        now.young().remove(code);
        now.old().remove(code);
    }

    private @Nullable Known known(Code code) {
        Generations now = generations;
        Known young = now.young().get(code);
        return young != null ? young : now.old().get(code);
    }

    private Optional<Resolved> renewed(Code code, Known known) {
        try {
            return load(code);
        } catch (StoreException e) {
            known.renewing().set(false);
            if (age(known) >= LIMIT.toNanos()) { // it may take a while until a database is known to be away
                throw e;
            }
            return Optional.of(known.resolved()); // not too old yet
        }
    }

    private long age(Known known) {
        return nanos.getAsLong() - known.since();
    }

    private Optional<Resolved> load(Code code) {
        long before = changes.get();
        Optional<Resolved> resolved = links.resolve(code);
        if (resolved.isPresent()) {
            room().put(code, new Known(resolved.get(), nanos.getAsLong(), new AtomicBoolean()));
        }
        if (resolved.isEmpty() || changes.get() != before) {
            drop(code);
        }
        return resolved;
    }

    private Map<Code, Known> room() {
        if (isFull()) {
            renew();
        }
        return generations.young();
    }

    private synchronized void renew() {
        if (isFull()) { // nobody else has been here meanwhile
            generations = generations.next();
        }
    }

    private boolean isFull() {
        return generations.young().size() >= capacity;
    }
}
