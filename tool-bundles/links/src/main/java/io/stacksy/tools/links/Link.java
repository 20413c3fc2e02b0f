package io.stacksy.tools.links;

import java.time.Instant;
import java.util.Optional;

/**
 * A short link as it is stored.
 *
 * @param id stays when all else changes; a link that takes the code of a removed one has another
 * @param owner the account that made it
 * @param clicks how often it was followed, as far as that is stored
 */
record Link(
        long id,
        Code code,
        Target target,
        String owner,
        Details details,
        Instant createdAt,
        Optional<Instant> expiresAt,
        long clicks,
        Optional<Instant> lastClickedAt) {
    /**
     * What the caller decides about a link.
     *
     * @param expiresAt when it ends; empty for never
     */
    record Content(Target target, Optional<Instant> expiresAt, Details details) {}

    Content content() {
        return new Content(target, expiresAt, details);
    }

    /** This link, followed a few times more than is stored. */
    Link with(Clicks.Pending pending) {
        return new Link(
                id,
                code,
                target,
                owner,
                details,
                createdAt,
                expiresAt,
                clicks + pending.clicks(),
                pending.last().or(() -> lastClickedAt));
    }
}
