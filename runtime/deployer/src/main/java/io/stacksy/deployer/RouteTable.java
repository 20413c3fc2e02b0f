package io.stacksy.deployer;

import io.stacksy.deploy.Revision;
import io.stacksy.deploy.ToolName;
import io.stacksy.deploy.Version;
import io.stacksy.route.Endpoint;
import io.stacksy.route.Lease;
import io.stacksy.route.Router;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * From tools and aliases to the slots that answer: one immutable map behind one volatile field. Thread-safe; a request
 * takes no lock, but for one that addresses a revision.
 *
 * <p>A slot is opened before the table names it and closed after the table has let go of it. So whoever finds the slot
 * it read closed will find another one, or none, in the table when it looks again.
 */
final class RouteTable implements Router {
    private final Function<String, Optional<ToolState>> tools;
    private final LongPredicate outage;
    private volatile Routes routes = new Routes(Map.of(), Map.of());

    /**
     * Begins without any tool.
     *
     * @param tools what the node knows of a tool, for those who address one revision
     * @param outage whether what revisions rely on was away at a time, a reading of {@link System#nanoTime}, or later
     */
    RouteTable(Function<String, Optional<ToolState>> tools, LongPredicate outage) {
        this.tools = tools;
        this.outage = outage;
    }

    /** What the table says at one moment. */
    private record Routes(Map<String, Lane> lanes, Map<String, String> claimants) {}

    @Override
    public Optional<Lease> enter(String tool, LongSupplier caller) {
        while (true) {
            Lane lane = routes.lanes().get(tool);
            if (lane == null) {
                return Optional.empty();
            }
            Slot slot = lane.of(tool, caller);
            if (slot.inFlight().enter()) {
                return Optional.of(new Hold(slot, false, outage));
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public Optional<Lease> enter(String tool, Version version) {
        return tools.apply(tool)
                .flatMap(known -> known.find(version))
                .filter(slot -> slot.isInService() && slot.inFlight().enterClosed())
                .map(slot -> new Hold(slot, true, outage));
    }

    @Override
    public boolean isMissing(String tool) {
        return tools.apply(tool)
                .filter(known -> known.wanted().isPresent() && known.live().isEmpty())
                .isPresent();
    }

    @Override
    public Optional<String> claimant(String segment) {
        return Optional.ofNullable(routes.claimants().get(segment));
    }

    /** Gives the traffic of a tool to {@code slot}. Requests under way stay where they are. */
    void put(Slot slot) {
        put(Lane.wholly(slot));
    }

    /** Divides the traffic of a tool. Requests under way stay where they are. */
    synchronized void put(Lane lane) {
        List<Slot> slots = lane.slots();
        slots.forEach(slot -> slot.inFlight().open());
        String tool = slots.get(0).revision().tool().value();
        Map<String, Lane> lanes = new HashMap<>(routes.lanes());
        Lane before = lanes.put(tool, lane);
        Map<String, String> claimants = claimantsBut(tool);
        lane.aliases().forEach(alias -> claimants.put(alias.substring(1), tool));
        routes = new Routes(Map.copyOf(lanes), Map.copyOf(claimants));
        close(before, slots);
        slots.forEach(slot -> slot.weight(lane.weight(slot)));
    }

    /** Takes a tool out of service. Requests under way stay where they are. */
    synchronized void remove(ToolName tool) {
        Map<String, Lane> lanes = new HashMap<>(routes.lanes());
        Lane before = lanes.remove(tool.value());
        routes = new Routes(Map.copyOf(lanes), Map.copyOf(claimantsBut(tool.value())));
        close(before, List.of());
    }

    private static void close(@Nullable Lane before, List<Slot> kept) {
        if (before != null) {
            before.slots().stream().filter(slot -> !kept.contains(slot)).forEach(slot -> {
                slot.inFlight().close();
                slot.weight(0);
            });
        }
    }

    /** Whether any request can still come to {@code slot}. */
    boolean leadsTo(Slot slot) {
        return routes.lanes().values().stream().anyMatch(lane -> lane.slots().contains(slot));
    }

    private Map<String, String> claimantsBut(String tool) {
        Map<String, String> claimants = new HashMap<>(routes.claimants());
        claimants.values().removeIf(tool::equals);
        return claimants;
    }

    /** One request's hold on a slot. */
    private static final class Hold implements Lease {
        private final Slot slot;
        private final boolean addressed;
        private final LongPredicate outage;
        private final BlackBox.Cell written;
        private final Endpoint endpoint;
        private final AtomicBoolean released = new AtomicBoolean();

        /** @param addressed whether it was asked for by its version, which a quarantine does not keep anybody from */
        Hold(Slot slot, boolean addressed, LongPredicate outage) {
            this.slot = slot;
            this.addressed = addressed;
            this.outage = outage;
            this.endpoint = slot.endpoint();
            this.written = slot.account().enter();
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
        public boolean isBarred() {
            return !addressed && slot.conduct().isBarred();
        }

        @Override
        public void used(long cpuNanos, long allocatedBytes) {
            slot.account().used(cpuNanos, allocatedBytes);
        }

        @Override
        public void answered(int status, long nanos) {
            if (released.compareAndSet(false, true)) {
                if (!Tally.isFailure(status) || !outage.test(System.nanoTime() - nanos)) {
                    slot.tally().count(status, nanos); // else it says nothing of the revision
                }
                slot.account().answered(status);
                leave();
            }
        }

        @Override
        public void close() {
            if (released.compareAndSet(false, true)) {
                leave();
            }
        }

        private void leave() {
            written.leave();
            slot.inFlight().leave();
        }
    }
}
