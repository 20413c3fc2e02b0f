package io.stacksy.deployer;

import io.stacksy.deploy.Actor;
import io.stacksy.deploy.CanaryOrder;
import io.stacksy.deploy.Quarantine;
import io.stacksy.deploy.Revision;
import io.stacksy.deploy.Rollout;
import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.RolloutException.Reason;
import io.stacksy.deploy.ToolName;
import io.stacksy.store.Incidents;
import io.stacksy.store.StoreException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which revisions are kept from their requests, and the ways into that and out of it. Thread-safe. */
final class Quarantines {
    /** Whatever the node does of itself about trouble. */
    static final Actor BY = Actor.node("repeated trouble");

    private static final Logger LOG = LoggerFactory.getLogger(Quarantines.class);

    private final Incidents incidents;
    private final Tools tools;
    private final InstantSource clock;
    /** Also those that are not in memory. */
    private final Map<Revision, Quarantine> known = new ConcurrentHashMap<>();

    Quarantines(Incidents incidents, Tools tools, InstantSource clock) {
        this.incidents = incidents;
        this.tools = tools;
        this.clock = clock;
    }

    /** Reads what is on record. */
    void load() {
        incidents.quarantines().forEach(quarantine -> known.put(quarantine.revision(), quarantine));
    }

    Optional<Quarantine> of(Revision revision) {
        return Optional.ofNullable(known.get(revision));
    }

    /**
     * Gives the traffic of a revision that is in trouble again and again to the one that served before, where that is
     * still warm, and else keeps the revision from its requests.
     */
    void react(Slot slot, String why, Rollouts rollouts) {
        ToolState tool = tools.named(slot.revision().tool());
        try {
            if (tool.canary().filter(run -> run.next() == slot).isPresent()) {
                Rollout unused = rollouts.steer(tool.name(), CanaryOrder.ABORT, BY);
                return;
            }
            Optional<Slot> before =
                    tool.warm().filter(warm -> warm != slot && !warm.conduct().isBarred());
            if (before.isPresent() && tool.live().filter(live -> live == slot).isPresent()) {
                rollouts.goBack(before.get(), slot.revision() + " is in trouble: " + why, BY);
                return;
            }
        } catch (RolloutException e) {
            LOG.warn(
                    "{} cannot be taken out of service, so it is put into quarantine: {}",
                    slot.revision(),
                    e.getMessage());
        }
        if (tool.needs(slot)) {
            impose(slot, why);
        }
    }

    /** Keeps a revision from its requests, and writes that when it is done. */
    private void impose(Slot slot, String why) {
        Quarantine quarantine = new Quarantine(slot.revision(), clock.instant(), why);
        if (!slot.conduct().bar(quarantine)) {
            return;
        }
        known.put(quarantine.revision(), quarantine);
        LOG.warn("{} is in quarantine: {}", slot.revision(), why);
        try {
            incidents.quarantine(quarantine, BY);
        } catch (StoreException e) {
            LOG.warn("{} is in quarantine, which is not on record: {}", slot.revision(), e.getMessage());
        }
    }

    /** Writes that a revision is in quarantine which is not in memory. */
    void impose(Revision revision, String why, Actor by) {
        Quarantine quarantine = new Quarantine(revision, clock.instant(), why);
        incidents.quarantine(quarantine, by);
        known.put(revision, quarantine);
        LOG.warn("{} is in quarantine: {}", revision, why);
    }

    /** Keeps the live revision of a tool from its requests, as somebody wants it. */
    void impose(ToolName name, String why, Actor by) {
        ToolState tool = tools.known(name);
        Slot slot = tool.live()
                .orElseThrow(() -> RolloutException.because(
                        Reason.WRONG_STATE,
                        "no revision of '" + name + "' is live, so none can be put into quarantine"));
        Quarantine quarantine = new Quarantine(slot.revision(), clock.instant(), why);
        incidents.quarantine(quarantine, by);
        known.put(slot.revision(), quarantine);
        if (slot.conduct().bar(quarantine)) {
            LOG.warn("{} is in quarantine by {}: {}", slot.revision(), by.name(), why);
        }
    }

    /**
     * Ends the quarantine of a tool's revision.
     *
     * @return the rollout that brings it back; empty where it is in memory
     */
    Optional<Rollout> release(ToolName name, Actor by, Rollouts rollouts) {
        ToolState tool = tools.known(name);
        Optional<Slot> barred = tool.revisions().stream()
                .filter(slot -> slot.conduct().isBarred())
                .findFirst();
        if (barred.isPresent()) {
            incidents.release(barred.get().revision(), by);
            lift(barred.get());
            return Optional.empty();
        }
        Revision absent =
                tool.wanted().filter(known::containsKey).orElseThrow(() -> RolloutException.notInQuarantine(name));
        return Optional.of(rollouts.rollBack(name, Optional.of(absent.version()), by));
    }

    /** Ends the quarantine of a revision that somebody has just brought into service. */
    void served(Slot slot, Actor by) {
        if (!known.containsKey(slot.revision())) {
            return;
        }
        try {
            incidents.release(slot.revision(), by);
        } catch (StoreException e) {
            LOG.warn("{} is out of quarantine, which is not on record: {}", slot.revision(), e.getMessage());
        }
        lift(slot);
    }

    private void lift(Slot slot) {
        known.remove(slot.revision());
        slot.conduct().release();
        LOG.info("{} is out of quarantine", slot.revision());
    }
}
