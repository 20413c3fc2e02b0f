package io.stacksy.tools.links;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How often a link was followed.
 *
 * @param lastClickedAt when last; null for never
 */
public record Stats(String code, long clicks, @Schema(nullable = true) @Nullable Instant lastClickedAt) {
    static Stats of(Link link) {
        return new Stats(
                link.code().value(), link.clicks(), link.lastClickedAt().orElse(null));
    }
}
