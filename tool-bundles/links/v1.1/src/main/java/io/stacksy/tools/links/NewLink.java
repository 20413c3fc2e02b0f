package io.stacksy.tools.links;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A link that is to be made.
 *
 * @param code null for a generated one
 * @param expiresAt null for never
 * @param title null for none
 */
public record NewLink(
        @Schema(required = true) @Nullable String url,
        @Schema(nullable = true) @Nullable String code,
        @Schema(nullable = true) @Nullable String expiresAt,
        @Schema(nullable = true) @Nullable String title) {}
