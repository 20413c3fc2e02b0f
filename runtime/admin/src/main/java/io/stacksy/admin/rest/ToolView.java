package io.stacksy.admin.rest;

import io.stacksy.deploy.Quarantine;
import io.stacksy.deploy.Tool;
import io.stacksy.deploy.Trouble;
import io.stacksy.deploy.Version;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A tool as JSON shows it. */
public record ToolView(
        String name,
        @Schema(nullable = true) @Nullable String live,
        List<RevisionView> revisions,
        List<String> aliases,
        String health,
        LoadView load) {
    public ToolView {
        revisions = List.copyOf(revisions);
        aliases = List.copyOf(aliases);
    }

    static ToolView of(Tool tool) {
        return new ToolView(
                tool.name().value(),
                tool.live().map(Version::toString).orElse(null),
                tool.revisions().stream().map(RevisionView::of).toList(),
                tool.aliases(),
                tool.health().label(),
                LoadView.of(tool.load()));
    }

    /** One revision of it. */
    public record RevisionView(
            String version,
            String sha256,
            String state,
            int weight,
            List<String> routes,
            List<String> permissions,
            Instant since,
            long inFlight,
            @Schema(nullable = true) @Nullable String reason,
            boolean unreclaimed,
            @Schema(nullable = true) @Nullable RemovalView removal,
            LoadView load,
            List<TroubleView> troubles,
            @Schema(nullable = true) @Nullable QuarantineView quarantine) {
        public RevisionView {
            routes = List.copyOf(routes);
            permissions = List.copyOf(permissions);
            troubles = List.copyOf(troubles);
        }

        static RevisionView of(Tool.RevisionStatus status) {
            return new RevisionView(
                    status.revision().version().toString(),
                    status.revision().sha256(),
                    status.state().label(),
                    status.weight(),
                    status.routes(),
                    status.permissions(),
                    status.since(),
                    status.inFlight(),
                    status.reason().orElse(null),
                    status.unreclaimed(),
                    status.removal().map(RemovalView::of).orElse(null),
                    LoadView.of(status.load()),
                    status.troubles().stream().map(TroubleView::of).toList(),
                    status.quarantine().map(QuarantineView::of).orElse(null));
        }
    }

    /** What is wrong with a revision. */
    public record TroubleView(String kind, Instant since, String detail) {
        static TroubleView of(Trouble trouble) {
            return new TroubleView(trouble.kind().label(), trouble.since(), trouble.detail());
        }
    }

    /** Why a revision is kept from its requests. */
    public record QuarantineView(Instant since, String reason) {
        static QuarantineView of(Quarantine quarantine) {
            return new QuarantineView(quarantine.since(), quarantine.reason());
        }
    }
}
