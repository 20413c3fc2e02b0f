package io.stacksy.deployer;

import io.stacksy.deploy.RevisionState;
import io.stacksy.route.EndpointFactory;
import java.time.Duration;
import java.util.Optional;

/** Takes slots out of memory. Thread-safe. */
final class Retirements {
    private static final Duration OCCUPIED = Duration.ofSeconds(5);

    private final Tools tools;
    private final Claims claims;
    private final Settings settings;
    private final Timer timer;

    Retirements(Tools tools, Claims claims, Settings settings, Timer timer) {
        this.tools = tools;
        this.claims = claims;
        this.settings = settings;
        this.timer = timer;
    }

    /** Sees to it that the warm revision of a tool, if it has one, is retired when its time is over. */
    void arm(ToolState tool) {
        tool.warm().ifPresent(warm -> schedule(tool, warm, settings.rollbackWindow()));
    }

    private void schedule(ToolState tool, Slot slot, Duration delay) {
        slot.expiry(timer.after(delay, () -> expire(tool, slot)));
    }

    private void expire(ToolState tool, Slot slot) {
        try {
            if (tool.giveUp(slot)) {
                retire(slot);
            } else if (tool.warm().filter(warm -> warm == slot).isPresent()) {
                schedule(tool, slot, OCCUPIED); // a rollout has the tool just now and may want it
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the requests that are still inside, within the time they have, and then lets go of all. */
    void retire(Slot slot) throws InterruptedException {
        if (!slot.beginRetirement()) {
            return;
        }
        slot.inFlight().awaitEmpty(settings.drainTimeout());
        letGo(slot);
        tools.changed(slot, RevisionState.RETIRED);
        tools.forgotten(slot);
        if (tools.named(slot.revision().tool()).knows(slot)) {
            tools.record(slot.revision(), RevisionState.RETIRED, Optional.empty());
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
