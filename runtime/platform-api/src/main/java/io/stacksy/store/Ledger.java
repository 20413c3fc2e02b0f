package io.stacksy.store;

import io.stacksy.deploy.Actor;
import io.stacksy.deploy.Removal;
import io.stacksy.deploy.Revision;
import io.stacksy.deploy.RevisionState;
import io.stacksy.deploy.Rollout;
import io.stacksy.deploy.ToolName;
import io.stacksy.deploy.Version;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The truth about which revisions there are and which of them is live, with the record of every rollout. What a method
 * has written when it returns survives anything. Thread-safe.
 *
 * @see StoreException what each of its methods throws
 */
@ProviderType
public interface Ledger {
    /** Whether any tool was ever deployed through this ledger. */
    boolean isEmpty();

    /**
     * Takes the lock on a tool, over all nodes, without waiting.
     *
     * @return empty if it is taken
     */
    Optional<Lock> tryLock(ToolName tool);

    /**
     * Stores a revision with its bytes, as {@link RevisionState#STAGED}. The same revision a second time changes
     * nothing but the state.
     *
     * @throws StoreException {@code DUPLICATE} if this version exists with other bytes
     */
    void add(Revision revision, Path jar, List<String> aliases);

    /** Writes the bytes of a revision to {@code file}, which must not exist. */
    void copyTo(Revision revision, Path file);

    /** Forgets the bytes and the record of a revision that never went live or was removed. */
    void delete(Revision revision);

    Optional<Entry> find(ToolName tool, Version version);

    /** All revisions, by tool, newest first. */
    List<Entry> revisions();

    /** All tools that are in service, or should be. */
    List<Live> live();

    /** Writes a revision's state, for people who read it; {@code reason} says why it failed. */
    void mark(Revision revision, RevisionState state, Optional<String> reason);

    /**
     * Writes that a revision is retired, if it is not yet, together with the line of the audit trail that says so.
     *
     * @param by who lets go of it, and by which rule
     * @param rollout the one that took the traffic from it; empty where that is not known any more
     * @param reason what is wrong with it; empty where nothing is
     */
    void retire(Revision revision, Actor by, Optional<UUID> rollout, Optional<String> reason);

    /**
     * Writes, before they run, which migrations of a revision take away what the revisions before it live on. They stay
     * on record as long as the tool's data, whatever becomes of the revision.
     */
    void addLosses(Revision revision, List<Loss> losses);

    /** Forgets those again that did not run. */
    void removeLosses(ToolName tool, List<String> scripts);

    /** All migrations that took something away from the tool, by name. */
    List<Loss> losses(ToolName tool);

    /**
     * Writes a rollout as it stands; a new one or the next state of one that is there. Where it begins or ends by that,
     * the audit trail has a line of it from the same moment on.
     *
     * @param by who lets it begin or end
     */
    void write(Rollout rollout, Actor by);

    /** Writes a rollout as it stands, on behalf of the one who asked for it. */
    default void write(Rollout rollout) {
        write(rollout, rollout.startedBy());
    }

    /**
     * Writes, in one transaction, which revision is live from now on together with the rollout that did it and the line
     * of the audit trail. This is the moment from which a restart comes back with the new one.
     *
     * @param live empty takes the tool out of service
     * @param previous the one to roll back to; empty if there is none
     */
    void writeSwitch(Rollout rollout, Actor by, Optional<Revision> live, Optional<Revision> previous);

    /** Writes a switch on behalf of the one who asked for the rollout. */
    default void writeSwitch(Rollout rollout, Optional<Revision> live, Optional<Revision> previous) {
        writeSwitch(rollout, rollout.startedBy(), live, previous);
    }

    /**
     * Writes how the traffic of a tool is divided, for people who read it, together with the line of the audit trail. A
     * restart comes back with the live revision alone. Where the ledger has it so already, this changes nothing.
     *
     * @param weights in percent; what is not named gets nothing
     * @param rollout the one that divides it so; empty where somebody does it by hand
     */
    void writeTraffic(ToolName tool, Map<Revision, Integer> weights, Actor by, Optional<UUID> rollout);

    Optional<Rollout> rollout(UUID id);

    /** Rollouts, newest first, after {@code before} where it is given. */
    List<Rollout> rollouts(int limit, Optional<UUID> before);

    /** The rollouts that had not ended when they were last written: at start, those that a crash cut off. */
    List<Rollout> unfinished();

    /** Writes what became of a revision that left memory, in place of what was written of the same removal before. */
    void certify(Removal removal);

    /** What became of the revisions that a rollout took out of memory, in the order in which they left. */
    List<Removal> removals(UUID rollout);

    /** A revision as the ledger has it. */
    record Entry(Revision revision, RevisionState state, List<String> aliases, Instant since, Optional<String> reason) {
        public Entry {
            aliases = List.copyOf(aliases);
        }
    }

    /**
     * A migration that took away what revisions before it live on.
     *
     * @param script the file's name
     * @param detail what it took away, in words
     */
    record Loss(String script, String detail) {}

    /** What of a tool is in service. */
    record Live(ToolName tool, Revision revision, Optional<Revision> previous) {}

    /** A tool's lock. */
    interface Lock extends AutoCloseable {
        /** Gives the lock up. A second call does nothing. */
        @Override
        void close();
    }
}
