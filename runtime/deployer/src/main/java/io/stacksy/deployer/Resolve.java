package io.stacksy.deployer;

import io.stacksy.deploy.Plan.Obstacle;
import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.RolloutException.Reason;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes sure, without installing it, that the bundle will find on this node all that it requires. */
final class Resolve implements Step {
    private final Bundles bundles;

    Resolve(Bundles bundles) {
        this.bundles = bundles;
    }

    @Override
    public String name() {
        return "resolve";
    }

    @Override
    public Optional<String> run(Attempt attempt) {
        List<Obstacle> missing = bundles.missing(attempt.slot().revision(), attempt.archive());
        if (!missing.isEmpty()) {
            throw RolloutException.because(
                    Reason.UNRESOLVED, missing.stream().map(Obstacle::detail).collect(Collectors.joining("; ")));
        }
        return Optional.empty();
    }
}
