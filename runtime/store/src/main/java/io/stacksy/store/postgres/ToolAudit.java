package io.stacksy.store.postgres;

import io.stacksy.deploy.Actor;
import io.stacksy.deploy.Revision;
import io.stacksy.deploy.Rollout;
import io.stacksy.deploy.Rollout.State;
import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.ToolName;
import io.stacksy.deploy.Trouble;
import io.stacksy.deploy.Version;
import io.stacksy.store.Database.Transaction;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lines of the audit trail about tools. Each is worked out from what its transaction found and what it leaves, and
 * stands or falls with it: so no change is without its line, and one that is written twice is told of once.
 *
 * <p>Words of a tool, which may say anything, do not get into them: a reason is told by its kind.
 */
final class ToolAudit {
    private static final String INSERT =
            """
            INSERT INTO audit (actor, address, action, target, result, details)
            VALUES (?, ?, ?, ?, ?, jsonb_strip_nulls(jsonb_build_object('tool', ?::text, 'rollout', ?::text,
                'kind', ?::text, 'from', ?::text, 'to', ?::text, 'rule', ?::text, 'reason', ?::text, 'weights', ?::text)))
            """;

    private final Transaction transaction;
    private final Actor by;

    ToolAudit(Transaction transaction, Actor by) {
        this.transaction = transaction;
        this.by = by;
    }

    /** A rollout that begins, or ends other than by a switch. */
    void written(Rollout rollout, Optional<State> before) {
        if (before.equals(Optional.of(rollout.state()))) {
            return;
        }
        switch (rollout.state()) {
            case RUNNING -> {
                if (before.isEmpty()) {
                    add("rollout.started", target(rollout), "ok", rollout);
                }
            }
            case NOTHING_TO_DO -> add("rollout.unchanged", target(rollout), "ok", rollout);
            case FAILED, ROLLED_BACK -> add("rollout.failed", target(rollout), "failed", rollout);
            case ABORTED -> add("rollout.aborted", target(rollout), "ok", rollout);
            case LIVE, REMOVED -> {
                // told of where the switch is written
            }
        }
    }

    /** What is live, and what was before. */
    void switched(Rollout rollout, Optional<State> before, Optional<Revision> from, Optional<Revision> to) {
        if (to.isPresent() && !to.equals(from)) {
            add(
                    "tool.switched",
                    to.get().toString(),
                    Details.of(rollout, from.map(Revision::version), to.map(Revision::version)));
        } else if (to.isEmpty() && from.isPresent()) {
            add(
                    "tool.removed",
                    rollout.tool().value(),
                    Details.of(rollout, from.map(Revision::version), Optional.empty()));
        } else if (rollout.state() == State.REMOVED && !before.equals(Optional.of(State.REMOVED))) {
            add(rollout.from().isPresent() ? "revision.removed" : "tool.removed", target(rollout), "ok", rollout);
        }
    }

    void retired(Revision revision, Optional<UUID> rollout) {
        add("revision.retired", revision.toString(), Details.of(revision.tool()).in(rollout));
    }

    /** @param reason in words of the node, or of the operator who is named in the line */
    void quarantined(Revision revision, String reason) {
        add(
                "revision.quarantined",
                revision.toString(),
                Details.of(revision.tool()).because(reason));
    }

    void released(Revision revision) {
        add("revision.released", revision.toString(), Details.of(revision.tool()));
    }

    /** Trouble of a revision in service, by its kind and with its figures. */
    void troubled(Revision revision, Trouble trouble) {
        add(
                "revision.troubled",
                revision.toString(),
                Details.of(revision.tool()).kind(trouble.kind().label()).because(trouble.detail()));
    }

    /** A rollout that was refused before it began. */
    void refused(String subject, Optional<ToolName> tool, Rollout.Kind kind, RolloutException.Reason reason) {
        Details details = tool.map(Details::of).orElse(Details.NONE);
        add(
                "rollout.refused",
                RolloutRows.storable(subject),
                "failed",
                details.kind(kind.label()).because(reason.name().toLowerCase(Locale.ROOT)));
    }

    /** Who gets which share of the traffic, as {@code 1.1.0=10 1.0.0=90}. */
    void divided(ToolName tool, Map<Revision, Integer> weights, Optional<UUID> rollout) {
        String shares = weights.entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getKey().version(), Comparator.reverseOrder()))
                .map(entry -> entry.getKey().version() + "=" + entry.getValue())
                .collect(Collectors.joining(" "));
        add("traffic.changed", tool.value(), Details.of(tool).in(rollout).weights(shares));
    }

    /** What a line says beside who did what; null where it says nothing. */
    private record Details(
            @Nullable String tool,
            @Nullable String rollout,
            @Nullable String kind,
            @Nullable String from,
            @Nullable String to,
            @Nullable String reason,
            @Nullable String weights) {
        static final Details NONE = new Details(null, null, null, null, null, null, null);

        static Details of(ToolName tool) {
            return new Details(tool.value(), null, null, null, null, null, null);
        }

        static Details of(Rollout rollout, Optional<Version> from, Optional<Version> to) {
            return new Details(
                    rollout.tool().value(),
                    rollout.id().toString(),
                    rollout.kind().label(),
                    from.map(Version::toString).orElse(null),
                    to.map(Version::toString).orElse(null),
                    rollout.cause()
                            .map(cause -> cause.name().toLowerCase(Locale.ROOT))
                            .orElse(null),
                    null);
        }

        Details in(Optional<UUID> given) {
            return new Details(tool, given.map(UUID::toString).orElse(null), kind, from, to, reason, weights);
        }

        Details kind(String given) {
            return new Details(tool, rollout, given, from, to, reason, weights);
        }

        Details because(String given) {
            return new Details(tool, rollout, kind, from, to, RolloutRows.storable(given), weights);
        }

        Details weights(String given) {
            return new Details(tool, rollout, kind, from, to, reason, given);
        }
    }

    private void add(String action, String target, Details details) {
        add(action, target, "ok", details);
    }

    private void add(String action, String target, String result, Rollout rollout) {
        add(action, target, result, Details.of(rollout, rollout.from(), rollout.to()));
    }

    private void add(String action, String target, String result, Details details) {
        transaction.update(
                INSERT,
                by.name(),
                by.address(),
                action,
                target,
                result,
                details.tool(),
                details.rollout(),
                details.kind(),
                details.from(),
                details.to(),
                by.rule().orElse(null),
                details.reason(),
                details.weights());
    }

    /** The revision that it is about, as {@code links@1.1.0}, or the tool. */
    private static String target(Rollout rollout) {
        return rollout.to()
                .or(rollout::from)
                .map(version -> rollout.tool() + "@" + version)
                .orElseGet(() -> rollout.tool().value());
    }
}
