package io.stacksy.budget;

import io.stacksy.deploy.Actor;
import io.stacksy.deploy.ToolName;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The budgets of the tools. A change takes effect with the next request, on other nodes within seconds, and outlives a
 * restart. Thread-safe.
 *
 * @see io.stacksy.store.StoreException what a change throws where it cannot be stored; nothing has changed then
 */
@ProviderType
public interface Budgets {
    /** What {@code tool} may take: its own budget, else the node's defaults. Takes no lock and makes no remote call. */
    Budget of(String tool);

    /** Whether the tool has a budget of its own. */
    boolean isOwn(ToolName tool);

    /** Gives a tool a budget of its own, in place of the one it had. */
    void set(ToolName tool, Budget budget, Actor actor);

    /** Lets the node's defaults count for a tool. */
    void reset(ToolName tool, Actor actor);
}
