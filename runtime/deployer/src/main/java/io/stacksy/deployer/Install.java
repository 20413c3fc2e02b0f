package io.stacksy.deployer;

import io.stacksy.deploy.RolloutException;
import java.time.Duration;
import java.util.Optional;

/** Installs the bundle beside that of the live revision. */
final class Install implements Step {
    /** How long a bundle may take to stop. */
    static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final Bundles bundles;
    private final Certificates certificates;

    Install(Bundles bundles, Certificates certificates) {
        this.bundles = bundles;
        this.certificates = certificates;
    }

    @Override
    public String name() {
        return "install";
    }

    @Override
    public Optional<String> run(Attempt attempt) {
        Slot slot = attempt.slot();
        slot.bundle(bundles.install(slot.revision(), attempt.jar(), certificates.of(slot)));
        return Optional.empty();
    }

    @Override
    public void undo(Attempt attempt, RolloutException cause) {
        attempt.slot().removedBy(attempt.progress().id());
        attempt.slot().bundle().ifPresent(bundle -> bundle.remove(STOP_TIMEOUT));
        attempt.slot().bundle(null);
    }
}
