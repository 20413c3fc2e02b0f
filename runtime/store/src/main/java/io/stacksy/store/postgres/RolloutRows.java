package io.stacksy.store.postgres;

import io.stacksy.deploy.Actor;
import io.stacksy.deploy.Rollout;
import io.stacksy.deploy.Rollout.Step;
import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.ToolName;
import io.stacksy.deploy.Version;
import io.stacksy.store.Database.Row;
import io.stacksy.store.Database.Transaction;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Rollouts as rows. Their steps are one JSON array, which the database makes and takes apart. */
final class RolloutRows {
    /** A rollout with each member of its steps as an array of its own; empty text stands for what is not there. */
    static final String SELECT = "SELECT r.*, " + steps("name") + ", " + steps("state") + ", " + steps("started_at")
            + ", " + steps("ended_at") + ", " + steps("detail") + " FROM rollouts r";

    private static final String INSERT =
            "WITH before AS (SELECT state FROM rollouts WHERE id = ?) INSERT INTO rollouts (id, kind, tool, from_version, to_version, state, reason,"
                    + " cause, started_by, address, rule, started_at, ended_at, steps) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                    + " (SELECT coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('name', s.name, 'state', s.state,"
                    + " 'started_at', s.started_at, 'ended_at', s.ended_at, 'detail', s.detail)) ORDER BY s.place), '[]')"
                    + " FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[]) WITH ORDINALITY"
                    + " AS s (name, state, started_at, ended_at, detail, place)))"
                    + " ON CONFLICT (id) DO UPDATE SET from_version = EXCLUDED.from_version,"
                    + " to_version = EXCLUDED.to_version, state = EXCLUDED.state, reason = EXCLUDED.reason,"
                    + " cause = EXCLUDED.cause, ended_at = EXCLUDED.ended_at, steps = EXCLUDED.steps"
                    + " RETURNING (SELECT state FROM before) AS before";

    private RolloutRows() {}

    private static String steps(String member) {
        return "ARRAY(SELECT coalesce(s.step ->> '" + member + "', '') FROM jsonb_array_elements(r.steps)"
                + " WITH ORDINALITY AS s (step, place) ORDER BY s.place) AS step_" + member;
    }

    /** Writes a rollout and returns what state it had; empty for a new one. */
    static Optional<Rollout.State> write(Transaction transaction, Rollout rollout) {
        List<Step> steps = rollout.steps();
        List<Optional<String>> before = transaction.query(
                INSERT,
                row -> row.optionalString("before"),
                rollout.id(),
                rollout.id(),
                rollout.kind().label(),
                rollout.tool().value(),
                rollout.from().map(Version::toString).orElse(null),
                rollout.to().map(Version::toString).orElse(null),
                rollout.state().label(),
                rollout.reason().map(RolloutRows::storable).orElse(null),
                rollout.cause()
                        .map(cause -> cause.name().toLowerCase(Locale.ROOT))
                        .orElse(null),
                rollout.startedBy().name(),
                rollout.startedBy().address(),
                rollout.startedBy().rule().orElse(null),
                rollout.startedAt(),
                rollout.endedAt().orElse(null),
                column(steps, step -> step.name()),
                column(steps, step -> step.state().label()),
                column(steps, step -> time(step.startedAt())),
                column(steps, step -> step.endedAt().map(RolloutRows::time).orElse(null)),
                column(steps, step -> step.detail().map(RolloutRows::storable).orElse(null)));
        return before.get(0).map(state -> Rollout.State.valueOf(upper(state)));
    }

    @SuppressWarnings("NullAway") // an element of such an array may be null
    private static String[] column(List<Step> steps, Function<Step, @Nullable String> member) {
        return steps.stream().map(member).toArray(String[]::new);
    }

    private static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS).toString();
    }

    /** Without the one character that PostgreSQL cannot keep, which the words of a broken tool may hold. */
    static String storable(String text) {
        return text.replace('\0', '\uFFFD');
    }

    static Rollout read(Row row) {
        return new Rollout(
                row.uuid("id"),
                Rollout.Kind.valueOf(upper(row.string("kind"))),
                new ToolName(row.string("tool")),
                row.optionalString("from_version").map(Version::parse),
                row.optionalString("to_version").map(Version::parse),
                Rollout.State.valueOf(upper(row.string("state"))),
                readSteps(row),
                row.optionalString("reason"),
                row.optionalString("cause").map(cause -> RolloutException.Reason.valueOf(upper(cause))),
                new Actor(row.string("started_by"), row.string("address"), row.optionalString("rule")),
                row.instant("started_at"),
                row.optionalInstant("ended_at"));
    }

    private static List<Step> readSteps(Row row) {
        List<String> names = row.strings("step_name");
        List<String> states = row.strings("step_state");
        List<String> starts = row.strings("step_started_at");
        List<String> ends = row.strings("step_ended_at");
        List<String> details = row.strings("step_detail");
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            steps.add(new Step(
                    names.get(i),
                    Rollout.StepState.valueOf(upper(states.get(i))),
                    Instant.parse(starts.get(i)),
                    present(ends.get(i)).map(Instant::parse),
                    present(details.get(i))));
        }
        return steps;
    }

    private static Optional<String> present(String text) {
        return Optional.of(text).filter(some -> !some.isEmpty());
    }

    private static String upper(String label) {
        return label.toUpperCase(Locale.ROOT);
    }
}
