package io.stacksy.deployer;

import io.stacksy.deploy.RevisionState;
import java.util.Optional;

/** The health gate: holds the revision back until its own health checks are good. */
final class AwaitReady implements Step {
    private final Tools tools;
    private final Settings settings;
    private final Ticker ticker;

    AwaitReady(Tools tools, Settings settings, Ticker ticker) {
        this.tools = tools;
        this.settings = settings;
        this.ticker = ticker;
    }

    @Override
    public String name() {
        return "await-ready";
    }

    @Override
    public Optional<String> run(Attempt attempt) throws InterruptedException {
        Slot slot = attempt.slot();
        String says = slot.installed().awaitReady(attempt.deadline(ticker, settings));
        if (slot.state() == RevisionState.STARTED) {
            tools.changed(slot, RevisionState.READY);
        }
        return Optional.of(says);
    }
}
