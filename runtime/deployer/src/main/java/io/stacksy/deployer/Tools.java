package io.stacksy.deployer;

import io.stacksy.deploy.Actor;
import io.stacksy.deploy.Revision;
import io.stacksy.deploy.RevisionListener;
import io.stacksy.deploy.RevisionState;
import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.ToolName;
import io.stacksy.store.Ledger;
import io.stacksy.store.StoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tools of this node, and the one place where the state of a revision changes. Thread-safe. */
final class Tools {
    private static final Logger LOG = LoggerFactory.getLogger(Tools.class);

    private final Map<ToolName, ToolState> tools = new ConcurrentHashMap<>();
    private final Ledger ledger;
    private final RevisionListener listener;
    private final InstantSource clock;

    Tools(Ledger ledger, RevisionListener listener, InstantSource clock) {
        this.ledger = ledger;
        this.listener = listener;
        this.clock = clock;
    }

    /** The state of a tool, known or new. */
    ToolState named(ToolName name) {
        return tools.computeIfAbsent(name, ToolState::new);
    }

    Optional<ToolState> find(ToolName name) {
        return Optional.ofNullable(tools.get(name));
    }

    /** @throws RolloutException if the node has no revision of such a tool */
    ToolState known(ToolName name) {
        return find(name)
                .filter(known -> !known.revisions().isEmpty())
                .orElseThrow(() -> RolloutException.noSuchTool(name));
    }

    /** @param name need not be a valid one */
    Optional<ToolState> called(String name) {
        return tools.values().stream()
                .filter(tool -> tool.name().value().equals(name))
                .findFirst();
    }

    Collection<ToolState> all() {
        return tools.values();
    }

    /** Whether there is a revision with these bytes. */
    boolean have(String sha256) {
        return tools.values().stream()
                .flatMap(tool -> tool.revisions().stream())
                .anyMatch(slot -> slot.revision().sha256().equals(sha256));
    }

    void changed(Slot slot, RevisionState state) {
        changed(slot, state, Optional.empty());
    }

    /** Changes the state of a revision in memory, says so in the log, and tells the listeners. */
    void changed(Slot slot, RevisionState state, Optional<String> reason) {
        var now = clock.instant();
        Duration after = Duration.between(slot.status().since(), now);
        slot.become(state, now, reason);
        LOG.info(
                "{} {} after={}ms{}",
                slot.revision(),
                state.label(),
                after.toMillis(),
                reason.map(why -> ": " + why).orElse(""));
        // of a revision that was brought in again meanwhile, the newer slot tells
        if (named(slot.revision().tool()).knows(slot)) {
            tell(slot.revision(), state);
        }
    }

    /** Tells the listeners that a revision is gone which the node does not know any more. */
    void forgotten(Slot slot) {
        if (named(slot.revision().tool()).find(slot.revision().version()).isEmpty()) {
            tell(slot.revision(), RevisionState.RETIRED);
        }
    }

    /** Writes the state of a revision into the ledger, if that can be done; a start mends what could not. */
    void record(Revision revision, RevisionState state, Optional<String> reason) {
        try {
            ledger.mark(revision, state, reason);
        } catch (StoreException e) {
            LOG.warn("{} is {}, which the ledger does not know yet: {}", revision, state.label(), e.getMessage());
        }
    }

    /** Writes that a revision has all of the traffic of its tool, if that can be done; a start mends what could not. */
    void recordTraffic(Revision revision, Actor by, Optional<UUID> rollout) {
        try {
            ledger.writeTraffic(revision.tool(), Map.of(revision, Lane.WHOLE), by, rollout);
        } catch (StoreException e) {
            LOG.warn("{} has all of the traffic, which the ledger does not know yet: {}", revision, e.getMessage());
        }
    }

    /** Lets the state of a tool's warm revision follow its share of the traffic. */
    void settle(ToolState tool) {
        tool.warm().ifPresent(slot -> {
            RevisionState state = slot.weight() > 0 ? RevisionState.CANARY : RevisionState.DRAINING;
            if (slot.state() != state) {
                changed(slot, state);
                record(slot.revision(), state, Optional.empty());
            }
        });
    }

    private void tell(Revision revision, RevisionState state) {
        listener.changed(revision, state);
    }
}
