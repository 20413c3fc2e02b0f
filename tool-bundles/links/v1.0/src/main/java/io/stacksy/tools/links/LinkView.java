package io.stacksy.tools.links;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A link as its owner sees it.
 *
 * @param shortUrl what to follow
 * @param expiresAt null for never
 */
public record LinkView(
        String code,
        String url,
        String shortUrl,
        long clicks,
        Instant createdAt,
        @Schema(nullable = true) @Nullable Instant expiresAt) {
    static LinkView of(Link link, String shortUrl) {
        return new LinkView(
                link.code().value(),
                link.target().toString(),
                shortUrl,
                link.clicks(),
                link.createdAt(),
                link.expiresAt().orElse(null));
    }
}
