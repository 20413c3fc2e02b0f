package io.stacksy.deployer;

import io.stacksy.deploy.RevisionState;
import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.RolloutException.Reason;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits until the requests that were under way at the switch have finished, or their time is up. */
final class Drain implements Step {
    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

    private final Tools tools;
    private final Settings settings;

    Drain(Tools tools, Settings settings) {
        this.tools = tools;
        this.settings = settings;
    }

    @Override
    public String name() {
        return "drain";
    }

    @Override
    public Optional<String> run(Attempt attempt) throws InterruptedException {
        record(attempt);
        for (Slot slot : attempt.leaving()) {
            long left = slot.inFlight().awaitEmpty(settings.drainTimeout());
            if (left > 0 && !slot.inFlight().isOpen()) {
                LOG.warn("{} has {} requests under way after {}", slot.revision(), left, settings.drainTimeout());
                throw RolloutException.because(
                        Reason.WRONG_STATE,
                        slot.revision() + " had " + left + " requests under way after "
                                + settings.drainTimeout().toMillis() + " ms; they are given up on when it is retired");
            }
        }
        return Optional.empty();
    }

    /** The ledger knows by the switch who is live; this is for people who read the list of revisions there. */
    private void record(Attempt attempt) {
        attempt.target().ifPresent(slot -> tools.record(slot.revision(), RevisionState.LIVE, Optional.empty()));
        attempt.leaving().stream()
                .filter(attempt.tool()::knows)
                .forEach(slot -> tools.record(slot.revision(), RevisionState.DRAINING, Optional.empty()));
    }
}
