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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A router that counts its leases. */
final class FakeRouter implements Router {
    private record Entry(Revision revision, Endpoint endpoint) {}

    private final Map<String, Entry> tools = new ConcurrentHashMap<>();
    private final Map<String, String> aliases = new ConcurrentHashMap<>();
    final AtomicInteger opened = new AtomicInteger();
    final List<String> used = new CopyOnWriteArrayList<>();
    final List<String> answered = new CopyOnWriteArrayList<>();
    final AtomicInteger closed = new AtomicInteger();

    static Revision revision(String tool, String version) {
        return new Revision(new ToolName(tool), Version.parse(version), "0".repeat(64));
    }

    FakeRouter put(Revision revision, Endpoint endpoint) {
        tools.put(revision.tool().value(), new Entry(revision, endpoint));
        return this;
    }

    FakeRouter alias(String segment, String tool) {
        aliases.put(segment, tool);
        return this;
    }

    @Override
    public Optional<Lease> enter(String tool) {
        return Optional.ofNullable(tools.get(tool)).map(this::lease);
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
            public void used(long cpuNanos, long allocatedBytes) {
                used.add(entry.revision() + (cpuNanos >= 0 && allocatedBytes > 0 ? " used" : " used nothing"));
            }

            @Override
            public void answered(int status, long nanos) {
                answered.add(entry.revision() + " " + status);
                close();
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
    }
}
