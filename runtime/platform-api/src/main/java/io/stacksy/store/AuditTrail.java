package io.stacksy.store;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The record of who did what. Its lines are written by what makes the change, in the transaction that makes it; this
 * only reads them. Thread-safe.
 *
 * @see StoreException what each of its methods throws
 */
@ProviderType
public interface AuditTrail {
    /**
     * Lines, newest first.
     *
     * @param before begins after the line of that number; empty begins with the newest
     */
    List<AuditLine> lines(Filter filter, int limit, OptionalLong before);

    /**
     * Which lines are meant; what is empty leaves all.
     *
     * @param tool those about this tool, its revisions and its rollouts
     */
    record Filter(Optional<String> tool, Optional<String> actor, Optional<String> action) {
        /** All lines. */
        public static final Filter ALL = new Filter(Optional.empty(), Optional.empty(), Optional.empty());
    }
}
