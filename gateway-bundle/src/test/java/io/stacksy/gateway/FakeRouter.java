package io.stacksy.gateway;

import io.stacksy.deploy.Revision;
import io.stacksy.deploy.ToolName;
import io.stacksy.deploy.Version;
import io.stacksy.route.Endpoint;
import io.stacksy.route.Lease;
import io.stacksy.route.Router;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** A router that counts its leases. */
final class FakeRouter implements Router {
    private record Entry(Revision revision, Endpoint endpoint) {}

    private final Map<String, Entry> tools = new ConcurrentHashMap<>();
    private final Map<String, Entry> canaries = new ConcurrentHashMap<>();
    private volatile LongPredicate chosen = key -> false;
    private final Map<String, String> aliases = new ConcurrentHashMap<>();
    final Set<String> missing = ConcurrentHashMap.newKeySet();
    volatile boolean barred;
    final AtomicInteger opened = new AtomicInteger();
    final List<String> used = new CopyOnWriteArrayList<>();
    final List<String> answered = new CopyOnWriteArrayList<>();
    final AtomicInteger closed = new AtomicInteger();
    final List<Integer> statuses = new CopyOnWriteArrayList<>();

    static Revision revision(String tool, String version) {
        return new Revision(new ToolName(tool), Version.parse(version), "0".repeat(64));
    }

    FakeRouter put(Revision revision, Endpoint endpoint) {
        tools.put(revision.tool().value(), new Entry(revision, endpoint));
        return this;
    }

    FakeRouter remove(String tool) {
        tools.remove(tool);
        return this;
    }

    FakeRouter alias(String segment, String tool) {
        aliases.put(segment, tool);
        return this;
    }

    /** A second revision of a tool, for the callers that are picked, and for those who address it. */
    FakeRouter canary(Revision revision, Endpoint endpoint, LongPredicate picked) {
        canaries.put(revision.tool().value(), new Entry(revision, endpoint));
        chosen = picked;
        return this;
    }

    @Override
    public Optional<Lease> enter(String tool, LongSupplier caller) {
        Entry canary = canaries.get(tool);
        return canary != null && chosen.test(caller.getAsLong())
                ? Optional.of(lease(canary))
                : Optional.ofNullable(tools.get(tool)).map(this::lease);
    }

    @Override
    public Optional<Lease> enter(String tool, Version version) {
        return Stream.of(tools, canaries)
                .flatMap(entries -> Optional.ofNullable(entries.get(tool)).stream())
                .filter(entry -> entry.revision().version().equals(version))
                .findFirst()
                .map(this::lease);
    }

    @Override
    public boolean isMissing(String tool) {
        return missing.contains(tool);
    }

    @Override
    public Optional<String> claimant(String segment) {
        return Optional.ofNullable(aliases.get(segment));
    }

    private Lease lease(Entry entry) {
        opened.incrementAndGet();
        return new Lease() {
            @Override
            public Revision revision() {
                return entry.revision();
            }

            @Override
            public Endpoint endpoint() {
                return entry.endpoint();
            }

            @Override
            public boolean isBarred() {
                return barred;
            }

            @Override
            public void used(long cpuNanos, long allocatedBytes) {
                used.add(entry.revision() + (cpuNanos >= 0 && allocatedBytes > 0 ? " used" : " used nothing"));
            }

            @Override
            public void answered(int status, long nanos) {
                answered.add(entry.revision() + " " + status);
                statuses.add(status);
                closed.incrementAndGet();
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
    }
}
