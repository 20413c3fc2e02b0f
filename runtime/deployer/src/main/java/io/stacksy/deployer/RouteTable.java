package io.stacksy.deployer;

import io.stacksy.deploy.Revision;
import io.stacksy.deploy.ToolName;
import io.stacksy.route.Endpoint;
import io.stacksy.route.Lease;
import io.stacksy.route.Router;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * From tools and aliases to the slots that answer: one immutable map behind one volatile field. Thread-safe; a request
 * takes no lock.
 *
 * <p>A slot is opened before the table names it and closed after the table has let go of it. So whoever finds the slot
 * it read closed will find another one, or none, in the table when it looks again.
 */
final class RouteTable implements Router {
    private volatile Routes routes = new Routes(Map.of(), Map.of());

    /** What the table says at one moment. */
    private record Routes(Map<String, Slot> live, Map<String, String> claimants) {}

    @Override
    public Optional<Lease> enter(String tool) {
        while (true) {
            Slot slot = routes.live().get(tool);
            if (slot == null) {
                return Optional.empty();
            }
            if (slot.inFlight().enter()) {
                return Optional.of(new Hold(slot));
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public Optional<String> claimant(String segment) {
        return Optional.ofNullable(routes.claimants().get(segment));
    }

    /** Gives the traffic of a tool to {@code slot}. Requests under way stay where they are. */
    synchronized void put(Slot slot) {
        slot.inFlight().open();
        String tool = slot.revision().tool().value();
        Map<String, Slot> live = new HashMap<>(routes.live());
        Slot before = live.put(tool, slot);
        Map<String, String> claimants = claimantsBut(tool);
        slot.aliases().forEach(alias -> claimants.put(alias.substring(1), tool));
        routes = new Routes(Map.copyOf(live), Map.copyOf(claimants));
        if (before != null && before != slot) {
            before.inFlight().close();
        }
    }

    /** Takes a tool out of service. Requests under way stay where they are. */
    synchronized void remove(ToolName tool) {
        Map<String, Slot> live = new HashMap<>(routes.live());
        Slot before = live.remove(tool.value());
        routes = new Routes(Map.copyOf(live), Map.copyOf(claimantsBut(tool.value())));
        if (before != null) {
            before.inFlight().close();
        }
    }

    /** Whether any request can still come to {@code slot}. */
    boolean leadsTo(Slot slot) {
        return routes.live().containsValue(slot);
    }

    private Map<String, String> claimantsBut(String tool) {
        Map<String, String> claimants = new HashMap<>(routes.claimants());
        claimants.values().removeIf(tool::equals);
        return claimants;
    }

    /** One request's hold on a slot. */
    private static final class Hold implements Lease {
        private final Slot slot;
        private final Endpoint endpoint;
        private final AtomicBoolean released = new AtomicBoolean();

        Hold(Slot slot) {
            this.slot = slot;
            this.endpoint = slot.endpoint();
            slot.account().enter();
        }

        @Override
        public Revision revision() {
            return slot.revision();
        }

        @Override
        public Endpoint endpoint() {
            return endpoint;
        }

        @Override
        public void used(long cpuNanos, long allocatedBytes) {
            slot.account().used(cpuNanos, allocatedBytes);
        }

        @Override
        public void answered(int status, long nanos) {
            if (released.compareAndSet(false, true)) {
                slot.account().answered(status);
                slot.inFlight().leave();
            }
        }

        @Override
        public void close() {
            if (released.compareAndSet(false, true)) {
                slot.inFlight().leave();
            }
        }
    }
}
