package io.stacksy.route;

import io.stacksy.deploy.Revision;
import org.osgi.annotation.versioning.ProviderType;

/** Makes the endpoint of a revision from the Jakarta REST services of its bundle. Thread-safe. */
@ProviderType
public interface EndpointFactory {
    /**
     * Builds the endpoint from the services that the bundle has registered by now.
     *
     * @param bundleId the identifier of the started bundle
     * @throws IllegalArgumentException if what is there cannot be served: nothing at all, two methods for one path, a
     *     resource that cannot be made; the message says which
     */
    Built build(Revision revision, long bundleId);

    /** An endpoint and the way to be rid of it. */
    interface Built extends AutoCloseable {
        Endpoint endpoint();

        /** Destroys the container and gives the services back. To be called when no request is inside any more. */
        @Override
        void close();
    }
}
