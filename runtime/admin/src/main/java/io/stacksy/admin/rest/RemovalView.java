package io.stacksy.admin.rest;

import io.stacksy.deploy.Removal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What became of a revision that left memory, as JSON shows it. */
public record RemovalView(
        String revision,
        @Schema(nullable = true) @Nullable String rollout,
        String outcome,
        Instant begunAt,
        @Schema(nullable = true) @Nullable Instant endedAt,
        @Schema(nullable = true) @Nullable Long tookMillis,
        List<ProofView> proofs,
        List<HolderView> holders) {
    public RemovalView {
        proofs = List.copyOf(proofs);
        holders = List.copyOf(holders);
    }

    static RemovalView of(Removal removal) {
        return new RemovalView(
                removal.revision().version().toString(),
                removal.rollout().map(Object::toString).orElse(null),
                removal.outcome().label(),
                removal.begunAt(),
                removal.endedAt().orElse(null),
                removal.took().map(Duration::toMillis).orElse(null),
                removal.proofs().stream().map(ProofView::of).toList(),
                removal.holders().stream().map(HolderView::of).toList());
    }

    /** What is known of one thing that could be left. */
    public record ProofView(String subject, boolean given, String detail) {
        static ProofView of(Removal.Proof proof) {
            return new ProofView(proof.subject().label(), proof.given(), proof.detail());
        }
    }

    /** Something that held it. */
    public record HolderView(String kind, String name, String detail, boolean mended) {
        static HolderView of(Removal.Holder holder) {
            return new HolderView(holder.kind().label(), holder.name(), holder.detail(), holder.mended());
        }
    }
}
