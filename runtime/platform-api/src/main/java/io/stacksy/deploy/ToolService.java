package io.stacksy.deploy;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A service of which the node gives each tool one of its own, such as its {@code javax.sql.DataSource}.
 *
 * <p>A core bundle publishes this; the deployer publishes a {@code T} to tool bundles, opens one for each revision that
 * asks for it, and closes that when the revision is retired.
 *
 * @param <T> the type that tools ask the service registry for
 */
@ConsumerType
public interface ToolService<T> {
    /** The type that tools ask for. */
    Class<T> type();

    /** Opens the one of {@code revision}. Called at most once for each start of a revision. */
    T open(Revision revision);

    /** Releases what {@link #open} returned; the revision uses it no more. Never throws. */
    void close(Revision revision, T service);
}
