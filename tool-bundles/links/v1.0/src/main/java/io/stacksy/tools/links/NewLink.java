package io.stacksy.tools.links;

import org.jspecify.annotations.Nullable;

/**
 * A link that is to be made.
 *
 * @param code null for a generated one
 * @param expiresAt null for never
 */
public record NewLink(@Nullable String url, @Nullable String code, @Nullable String expiresAt) {}
