package io.stacksy.deploy;

import java.time.Duration;
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

    /** What the revision uses of what {@link #open} returned. */
    default Usage usage(T service) {
        return Usage.NONE;
    }

    /** Releases what {@link #open} returned; the revision uses it no more. Never throws. */
    void close(Revision revision, T service);

    /**
     * How much is used of a service.
     *
     * @param inUse what was taken and not given back yet, such as connections
     * @param waiting who waits for one more, as it has all that it may have
     * @param time how long things were taken, all together, since it was opened
     */
    record Usage(int inUse, int waiting, Duration time) {
        public static final Usage NONE = new Usage(0, 0, Duration.ZERO);
    }
}
