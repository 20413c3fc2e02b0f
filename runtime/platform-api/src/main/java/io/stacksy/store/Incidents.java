package io.stacksy.store;

import io.stacksy.deploy.Actor;
import io.stacksy.deploy.Quarantine;
import io.stacksy.deploy.Revision;
import io.stacksy.deploy.Rollout;
import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.ToolName;
import io.stacksy.deploy.Trouble;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The record of what went wrong with revisions in service, and of which are in quarantine. Thread-safe.
 *
 * @see StoreException what each of its methods throws
 */
@ProviderType
public interface Incidents {
    /** All that are in quarantine. */
    List<Quarantine> quarantines();

    /**
     * Writes that a revision is in quarantine, with the line of the audit trail. Where it is already, nothing changes.
     *
     * @param by who keeps it there, and by which rule
     */
    void quarantine(Quarantine quarantine, Actor by);

    /** Writes that a revision is out of quarantine, with the line of the audit trail. Where it was in none, nothing changes. */
    void release(Revision revision, Actor by);

    /**
     * Writes a line of the audit trail about a rollout that was refused before it began.
     *
     * @param subject the revision as {@code links@1.2.0}, or what is known in its place
     * @param tool which one it is about; empty where that is not known
     */
    void refuse(String subject, Optional<ToolName> tool, Rollout.Kind kind, RolloutException.Reason reason, Actor by);

    /** Writes a line of the audit trail about trouble that has begun. */
    void note(Revision revision, Trouble trouble);
}
