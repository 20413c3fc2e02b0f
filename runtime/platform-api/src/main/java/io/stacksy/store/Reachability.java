package io.stacksy.store;

import org.osgi.annotation.versioning.ProviderType;

/** Whether the database can be reached, as far as this node has seen: for those who look for who is to blame. */
@ProviderType
public interface Reachability {
    /**
     * Whether somebody on this node found the database out of reach at that time or later. Whoever failed because of it
     * failed after this node knew.
     *
     * @param nanos a reading of {@link System#nanoTime}
     */
    boolean wasLostSince(long nanos);

    /** Whether a failure comes of a database that was away or had no time, whoever asked it and by what means. */
    boolean explains(Throwable failure);
}
