package io.stacksy.admin.rest;

import io.stacksy.store.AuditLine;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A line of the audit trail as JSON shows it. */
public record AuditView(
        long id,
        Instant at,
        String actor,
        @Schema(nullable = true) @Nullable String address,
        String action,
        @Schema(nullable = true) @Nullable String target,
        String result,
        Map<String, String> details) {
    static AuditView of(AuditLine line) {
        return new AuditView(
                line.id(),
                line.at(),
                line.actor(),
                line.address().orElse(null),
                line.action(),
                line.target().orElse(null),
                line.result(),
                line.details());
    }
}
