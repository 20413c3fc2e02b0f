package io.stacksy.deployer;

import io.stacksy.deploy.RolloutException;
import java.util.Optional;

/** One part of a rollout that can be undone. Without state of its own; what it makes, it leaves in the attempt. */
interface Step {
    /** Lower case with hyphens, as it stands in the record of the rollout. */
    String name();

    /**
     * Does it, or throws and leaves nothing behind.
     *
     * @return what it found, for a person; empty where the name says it all
     * @throws RolloutException if the rollout cannot go on
     */
    Optional<String> run(Attempt attempt) throws InterruptedException;

    /** Takes back what {@link #run} did. Called only after it has returned; does what it can and logs what it cannot. */
    default void undo(Attempt attempt, RolloutException cause) {}
}
