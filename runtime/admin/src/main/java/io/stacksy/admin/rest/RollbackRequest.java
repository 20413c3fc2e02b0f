package io.stacksy.admin.rest;

import io.stacksy.deploy.Version;
import io.stacksy.tool.ToolException;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Where to roll back to.
 *
 * @param to the version; null means the one before
 */
public record RollbackRequest(@Schema(nullable = true) @Nullable String to) {
    Optional<Version> version() {
        if (to == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Version.parse(to));
        } catch (IllegalArgumentException e) {
            throw ToolException.invalid("to", "must be a version such as 1.2.0");
        }
    }
}
