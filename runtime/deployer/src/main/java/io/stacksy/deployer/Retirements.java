package io.stacksy.deployer;

import io.stacksy.deploy.Actor;
import io.stacksy.deploy.RevisionState;
import io.stacksy.route.EndpointFactory;
import io.stacksy.store.Ledger;
import io.stacksy.store.StoreException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes slots out of memory. Thread-safe. */
final class Retirements {
    private static final Logger LOG = LoggerFactory.getLogger(Retirements.class);
    private static final Duration PUT_OFF = Duration.ofSeconds(5);
    private static final Actor WINDOW_OVER = Actor.node("rollback window over");

    private final Ledger ledger;
    private final Tools tools;
    private final Claims claims;
    private final Settings settings;
    private final Timer timer;

    Retirements(Ledger ledger, Tools tools, Claims claims, Settings settings, Timer timer) {
        this.ledger = ledger;
        this.tools = tools;
        this.claims = claims;
        this.settings = settings;
        this.timer = timer;
    }

    /**
     * Sees to it that the warm revision of a tool, if it has one, is retired when its time is over.
     *
     * @param rollout the one that took the traffic from it
     */
    void arm(ToolState tool, UUID rollout) {
        tool.warm().ifPresent(warm -> schedule(tool, warm, rollout, settings.rollbackWindow()));
    }

    private void schedule(ToolState tool, Slot slot, UUID rollout, Duration delay) {
        slot.expiry(timer.after(delay, () -> expire(tool, slot, rollout)));
    }

    private void expire(ToolState tool, Slot slot, UUID rollout) {
        if (tool.giveUp(slot)) {
            retireLater(slot, WINDOW_OVER, rollout);
        } else if (tool.warm().filter(warm -> warm == slot).isPresent()) {
            schedule(tool, slot, rollout, PUT_OFF); // a rollout has the tool just now and may want it
        }
    }

    private void retireLater(Slot slot, Actor by, UUID rollout) {
        try {
            retire(slot, by, rollout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Waits for the requests that are still inside, within the time they have, and then lets go of all. What cannot be
     * put on record is put off: the revision stays in memory, without traffic, until it can.
     *
     * @param by the rule of the node that it is retired by
     * @param rollout the one that took the traffic from it
     */
    void retire(Slot slot, Actor by, UUID rollout) throws InterruptedException {
        if (!slot.beginRetirement()) {
            return;
        }
        slot.inFlight().seal();
        slot.inFlight().awaitEmpty(settings.drainTimeout());
        try {
            record(slot, by, rollout);
        } catch (StoreException e) {
            LOG.warn("{} is not retired yet, as that cannot be put on record: {}", slot.revision(), e.getMessage());
            slot.putOffRetirement();
            slot.expiry(timer.after(PUT_OFF, () -> retireLater(slot, by, rollout)));
            return;
        }
        slot.removedBy(rollout);
        letGo(slot);
        tools.changed(slot, RevisionState.RETIRED);
        tools.forgotten(slot);
    }

    /** Of a revision that was removed or brought in again, another line tells already. */
    private void record(Slot slot, Actor by, UUID rollout) {
        if (tools.named(slot.revision().tool()).knows(slot)) {
            ledger.retire(slot.revision(), by, Optional.of(rollout), Optional.empty());
        }
    }

    /** Stops and uninstalls what the slot has, at once. */
    void letGo(Slot slot) {
        slot.expiry(null);
        claims.release(slot);
        slot.built().ifPresent(EndpointFactory.Built::close);
        slot.built(null);
        slot.bundle().ifPresent(bundle -> bundle.remove(Install.STOP_TIMEOUT));
        slot.bundle(null);
    }
}
