package io.stacksy.deploy;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Hears of each change of a revision's state, after it took effect. Called in order for each revision, on the thread
 * that makes the change; must not block or throw. On {@link RevisionState#RETIRED} and {@link RevisionState#FAILED} it
 * forgets all that it holds of the revision.
 */
@ConsumerType
@FunctionalInterface
public interface RevisionListener {
    void changed(Revision revision, RevisionState state);
}
