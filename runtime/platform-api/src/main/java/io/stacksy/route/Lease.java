package io.stacksy.route;

import io.stacksy.deploy.Revision;
import org.osgi.annotation.versioning.ProviderType;

/** One request's hold on one revision. The revision is not retired before it is closed, or the drain's time is up. */
@ProviderType
public interface Lease extends AutoCloseable {
    Revision revision();

    Endpoint endpoint();

    /** Whether the revision is kept from this request, which then has to be refused. */
    boolean isBarred();

    /** Adds to the revision's account what a thread of the node has used while it worked for this request. */
    void used(long cpuNanos, long allocatedBytes);

    /**
     * Gives the hold up and says how the revision answered. Thread-safe; of all calls of this and {@link #close} only the
     * first does anything.
     *
     * @param nanos how long it took
     */
    void answered(int status, long nanos);

    /** Gives the hold up where the revision itself did not answer. */
    @Override
    void close();
}
