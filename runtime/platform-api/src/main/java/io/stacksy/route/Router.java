package io.stacksy.route;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** From a tool to the revision that answers. Takes no lock and makes no remote call. Thread-safe. */
@ProviderType
public interface Router {
    /**
     * Takes a hold on the revision of {@code tool} that is to answer this request.
     *
     * @param tool the first segment after {@code /api/}; need not be a valid name
     * @return empty if no revision of such a tool is in service
     */
    Optional<Lease> enter(String tool);

    /**
     * The tool that claims a root path.
     *
     * @param segment the first segment of a path, without slashes, such as {@code l}
     */
    Optional<String> claimant(String segment);
}
