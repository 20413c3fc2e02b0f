package io.stacksy.deployer;

import io.stacksy.deploy.Load;
import io.stacksy.deploy.ToolService;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What one revision has used since it came into memory. Thread-safe; adding to it takes no lock. */
final class Account {
    private static final int SERVER_ERROR = 500;

    private final LongAdder cpuNanos = new LongAdder();
    private final LongAdder allocatedBytes = new LongAdder();
    private final LongAdder requests = new LongAdder();
    private final LongAdder errors = new LongAdder();
    /** The threads of the node that have served its requests, by number. */
    private final Set<Long> servants = ConcurrentHashMap.newKeySet();

    private volatile BlackBox.Cell cell = BlackBox.Cell.NONE;
    private volatile int threads;
    private volatile ToolService.Usage database = ToolService.Usage.NONE;
    private volatile Load load = Load.NONE;

    /** The sums at one moment. */
    record Sums(long cpuNanos, long allocatedBytes, long requests, long errors, long databaseNanos) {}

    /** Has it written down what the revision does, in place of where it was; that one is given back. */
    void writeTo(BlackBox.Cell next) {
        BlackBox.Cell before = cell;
        cell = next;
        before.free();
    }

    /**
     * Notes that the current thread serves a request, and is none of the revision's own.
     *
     * @return where the request is written down, which must be told of its end
     */
    BlackBox.Cell enter() {
        BlackBox.Cell written = cell;
        written.enter();
        Long id = Thread.currentThread().getId();
        if (!servants.contains(id)) {
            servants.add(id);
        }
        return written;
    }

    boolean isServedBy(long thread) {
        return servants.contains(thread);
    }

    /** Forgets threads that are no more. */
    void keepOnly(Set<Long> alive) {
        servants.retainAll(alive);
    }

    void used(long cpu, long allocated) {
        cpuNanos.add(cpu);
        allocatedBytes.add(allocated);
    }

    void answered(int status) {
        requests.increment();
        if (status >= SERVER_ERROR) {
            errors.increment();
        }
    }

    /** Notes what it has at the moment. */
    void has(int ownThreads, ToolService.Usage usage) {
        threads = ownThreads;
        database = usage;
    }

    Sums sums() {
        return new Sums(
                cpuNanos.sum(),
                allocatedBytes.sum(),
                requests.sum(),
                errors.sum(),
                database.time().toNanos());
    }

    /** Works out the load from what was {@code before}, so many seconds ago. */
    void load(Sums before, double seconds) {
        Sums now = sums();
        cell.allocated(now.allocatedBytes() - before.allocatedBytes());
        load = new Load(
                (now.requests() - before.requests()) / seconds,
                (now.errors() - before.errors()) / seconds,
                (now.cpuNanos() - before.cpuNanos()) / 1e9 / seconds,
                (now.allocatedBytes() - before.allocatedBytes()) / seconds,
                threads,
                database.inUse(),
                (now.databaseNanos() - before.databaseNanos()) / 1e9 / seconds);
    }

    Load load() {
        return load;
    }
}
