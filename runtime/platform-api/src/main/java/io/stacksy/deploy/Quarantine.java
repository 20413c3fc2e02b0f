package io.stacksy.deploy;

import java.time.Instant;
import java.util.Objects;

/**
 * A revision that is kept from its requests, until somebody releases it or another revision takes its place.
 *
 * @param since when that began
 * @param reason what it did, in words of the node or of the person who said so
 */
public record Quarantine(Revision revision, Instant since, String reason) {
    public Quarantine {
        Objects.requireNonNull(revision);
        Objects.requireNonNull(since);
        Objects.requireNonNull(reason);
    }
}
