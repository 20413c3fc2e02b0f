package io.stacksy.tools.links;

import java.time.Instant;
import java.util.Optional;

/** Where a code leads: all that following it needs. */
record Resolved(long link, Target target, Optional<Instant> expiresAt) {
    boolean isOver(Instant now) {
        return expiresAt.filter(end -> !end.isAfter(now)).isPresent();
    }
}
