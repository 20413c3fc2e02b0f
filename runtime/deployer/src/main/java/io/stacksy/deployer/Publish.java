package io.stacksy.deployer;

import io.stacksy.deploy.Revision;
import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.RolloutException.Reason;
import io.stacksy.route.EndpointFactory;
import java.util.List;
import java.util.Optional;

/** Builds the endpoint of the revision from what its bundle has published. No request can reach it yet. */
final class Publish implements Step {
    private final EndpointFactory endpoints;
    private final Bundles bundles;
    private final BlackBox blackBox;
    private final Settings settings;
    private final Ticker ticker;

    Publish(EndpointFactory endpoints, Bundles bundles, BlackBox blackBox, Settings settings, Ticker ticker) {
        this.endpoints = endpoints;
        this.bundles = bundles;
        this.blackBox = blackBox;
        this.settings = settings;
        this.ticker = ticker;
    }

    @Override
    public String name() {
        return "publish";
    }

    @Override
    public Optional<String> run(Attempt attempt) throws InterruptedException {
        Slot slot = attempt.slot();
        Revision revision = slot.revision();
        Installed bundle = slot.installed();
        try {
            EndpointFactory.Built built = bundles.call(
                    revision,
                    Reason.BAD_RESOURCES,
                    "its resources",
                    attempt.deadline(ticker, settings),
                    () -> endpoints.build(revision, bundle.id()));
            slot.built(built);
            slot.account().writeTo(blackBox.cell(revision.toString()));
            int operations = built.endpoint().operations().size();
            return Optional.of(operations == 1 ? "1 operation" : operations + " operations");
        } catch (RolloutException e) {
            List<String> failures = bundle.failures();
            throw failures.isEmpty()
                    ? e
                    : RolloutException.because(e.reason(), e.getMessage() + "; " + String.join("; ", failures), e);
        }
    }

    @Override
    public void undo(Attempt attempt, RolloutException cause) {
        attempt.slot().built().ifPresent(EndpointFactory.Built::close);
        attempt.slot().built(null);
    }
}
