package io.stacksy.deploy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Brings tools into service and out of it. Thread-safe. One rollout of a tool runs at a time; different tools' rollouts
 * run side by side. A rollout goes on when whoever asked for it stops waiting.
 */
@ProviderType
public interface Deployments {
    /**
     * Finds out what deploying a jar would do. Changes nothing.
     *
     * @throws RolloutException if the file is no tool bundle at all, so that there is nothing to plan
     */
    Plan plan(Submission submission);

    /**
     * Begins to bring the revision in a jar into service. The file may be deleted once this returns.
     *
     * @return the rollout as it begins, or ended at once where there is nothing to do
     * @throws RolloutException if the file is no tool bundle, or none that the node trusts, takes what belongs to
     *     another (version, alias), or another rollout of the tool is under way
     */
    Rollout deploy(Submission submission, Actor actor);

    /**
     * Begins to give the traffic back to an earlier revision: at once where it is still warm.
     *
     * @param to which one; empty means the one that was live before
     * @param acceptDataLoss whether it is meant even where a migration since then took away what it lives on
     * @throws RolloutException {@code DATA_LOSS} where that is so and is not said to be meant
     */
    Rollout rollBack(ToolName tool, Optional<Version> to, boolean acceptDataLoss, Actor actor);

    /** Begins to give the traffic back where nothing is lost by it. */
    default Rollout rollBack(ToolName tool, Optional<Version> to, Actor actor) {
        return rollBack(tool, to, false, actor);
    }

    /**
     * Says how a canary goes on. Where that moves traffic, it is moved when this returns.
     *
     * @return the rollout that the canary belongs to
     * @throws RolloutException if no canary of the tool is under way
     */
    Rollout steer(ToolName tool, CanaryOrder order, Actor actor);

    /**
     * Divides the traffic of a tool among revisions that are in memory, until the next rollout or restart. A canary under
     * way is paused by that.
     *
     * @param weights in percent; what is not named gets nothing
     * @return the tool as it stands then
     * @throws RolloutException {@code BAD_WEIGHTS} if they do not add up to 100 or name what is not in memory
     */
    Tool divide(ToolName tool, Map<Version, Integer> weights, Actor actor);

    /**
     * Keeps the live revision of a tool from its requests, which are refused from now on. Those under way go on, and whoever
     * addresses the revision still comes to it.
     *
     * @param reason what is shown as the reason
     * @return the tool as it stands then
     * @throws RolloutException if there is no such tool, or none of its revisions is live
     */
    Tool quarantine(ToolName tool, String reason, Actor actor);

    /**
     * Lets the revision of a tool that is in quarantine have its requests again.
     *
     * @return the rollout that brings it back; empty where it is in memory, and so has its requests again already
     * @throws RolloutException {@code WRONG_STATE} if none is in quarantine
     */
    Optional<Rollout> release(ToolName tool, Actor actor);

    /** Begins to drain a tool and then remove it with all its revisions. Its data stays. */
    Rollout remove(ToolName tool, Actor actor);

    /**
     * Begins to remove one revision. The live one can be removed only with its tool.
     *
     * @throws RolloutException for the live revision
     */
    Rollout remove(ToolName tool, Version version, Actor actor);

    /**
     * Waits until it is decided how the rollout ends ({@link Rollout.State#decided}), or {@code timeout} has passed.
     *
     * @return the rollout as it stands then
     */
    Rollout await(UUID rollout, Duration timeout) throws InterruptedException;

    /** The tools of this node, by name. */
    List<Tool> tools();

    Optional<Tool> tool(ToolName name);

    Optional<Rollout> rollout(UUID id);

    /** What became of the revisions that a rollout took out of memory, as far as it is known. */
    List<Removal> removals(UUID rollout);

    /**
     * Rollouts, newest first.
     *
     * @param limit 1 to 500
     * @param before begins after this one; empty begins with the newest
     */
    List<Rollout> rollouts(int limit, Optional<UUID> before);

    /**
     * Calls {@code observer} with the rollout as it stands and then with each of its changes, in order, on a thread of
     * the node, until it has ended or the watch is closed. The observer must not block.
     *
     * @throws RolloutException if there is no such rollout
     */
    Watch watch(UUID rollout, Consumer<Rollout> observer);

    /** A running {@link #watch}. Closing it twice is harmless. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}
