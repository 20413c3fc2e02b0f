package io.stacksy.route;

import io.stacksy.deploy.Revision;
import org.osgi.annotation.versioning.ProviderType;

/** One request's hold on one revision. The revision is not retired before it is closed, or the drain's time is up. */
@ProviderType
public interface Lease extends AutoCloseable {
    Revision revision();

    Endpoint endpoint();

    /** Gives the hold up. Thread-safe; a second call does nothing. */
    @Override
    void close();
}
