package io.stacksy.deployer;

import io.stacksy.deploy.RevisionState;
import java.util.Optional;

/** Starts the bundle and waits until its components are satisfied. That {@link Install} is undone stops it. */
final class Start implements Step {
    private final Tools tools;
    private final Settings settings;
    private final Ticker ticker;

    Start(Tools tools, Settings settings, Ticker ticker) {
        this.tools = tools;
        this.settings = settings;
        this.ticker = ticker;
    }

    @Override
    public String name() {
        return "start";
    }

    @Override
    public Optional<String> run(Attempt attempt) throws InterruptedException {
        attempt.slot().installed().start(attempt.deadline(ticker, settings));
        tools.changed(attempt.slot(), RevisionState.STARTED);
        return Optional.empty();
    }
}
