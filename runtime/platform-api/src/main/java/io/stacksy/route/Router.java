package io.stacksy.route;

import io.stacksy.deploy.Version;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.osgi.annotation.versioning.ProviderType;

/** From a tool to the revision that answers. Takes no lock and makes no remote call. Thread-safe. */
@ProviderType
public interface Router {
    /**
     * Takes a hold on the revision of {@code tool} that is to answer this request. As long as the shares of the revisions
     * stay as they are, one caller always comes to the same.
     *
     * @param tool the first segment after {@code /api/}; need not be a valid name
     * @param caller a number that tells this caller from others; asked for only where several revisions share the
     *     traffic. Numbers in a row are divided more evenly than others
     * @return empty if no revision of such a tool is in service
     */
    Optional<Lease> enter(String tool, LongSupplier caller);

    /**
     * Takes a hold on one revision of {@code tool}, whatever share of the traffic it has.
     *
     * @return empty if that revision is not in memory, or not able to answer yet or any more
     */
    Optional<Lease> enter(String tool, Version version);

    /** Whether a tool should be in service and is not, so that {@link #enter} finds nothing of it for now. */
    boolean isMissing(String tool);

    /**
     * The tool that claims a root path.
     *
     * @param segment the first segment of a path, without slashes, such as {@code l}
     */
    Optional<String> claimant(String segment);
}
