package io.stacksy.deployer;

import io.stacksy.deploy.Plan;
import io.stacksy.deploy.Removal;
import io.stacksy.deploy.Revision;
import io.stacksy.deploy.RolloutException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** The framework that tool bundles run in, as far as the engine needs it. Thread-safe. */
interface Bundles {
    /** What a bundle with these headers would miss on this node. Changes nothing. */
    List<Plan.Obstacle> missing(Revision revision, Archive archive);

    /** What a bundle with these headers would stand on, and which bundles but its own stand on the live one. */
    Plan.Surroundings surroundings(Archive archive, Optional<Slot> live);

    /**
     * Installs a bundle beside all others, also beside another one of the same bytes.
     *
     * @param reclamation told what becomes of the revision once it is removed
     * @throws RolloutException {@code BAD_ARTIFACT} if the framework refuses it
     */
    Installed install(Revision revision, Path jar, Reclamation reclamation);

    /**
     * Runs code of a tool on a thread of its own, which is given up on when its time is over.
     *
     * @throws RolloutException with {@code reason} if it throws or does not return in time
     */
    <T> T call(
            Revision revision, RolloutException.Reason reason, String what, Ticker.Deadline deadline, Callable<T> code)
            throws InterruptedException;

    /** Hears what becomes of a revision that was removed: at once, and when it is known whether its classes go. */
    @FunctionalInterface
    interface Reclamation {
        void told(Remains remains);
    }

    /**
     * What there is of a removed revision.
     *
     * @param collected whether its class loader is gone
     * @param concluded whether that is the verdict; one that is held may still be gone later
     * @param collections how many collections of garbage it took, or has outlived
     * @param holders what was found to hold it
     */
    record Remains(boolean collected, boolean concluded, int collections, List<Removal.Holder> holders) {
        public Remains {
            holders = List.copyOf(holders);
        }
    }
}
