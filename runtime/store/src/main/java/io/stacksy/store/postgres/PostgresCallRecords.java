package io.stacksy.store.postgres;

import io.stacksy.deploy.ToolName;
import io.stacksy.store.CallRecords;
import io.stacksy.store.Database.Row;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The record of calls in the platform's schema. Thread-safe. */
@Component(service = CallRecords.class)
public final class PostgresCallRecords implements CallRecords {
    /** All nodes take the rows in one order, so that none waits for another that waits for it. */
    private static final Comparator<Calls> ORDER = Comparator.comparing(Calls::tool)
            .thenComparing(Calls::method)
            .thenComparing(Calls::template)
            .thenComparing(Calls::client);

    private final PostgresDatabase database;

    @Activate
    public PostgresCallRecords(@Reference Postgres postgres) {
        this(new PostgresDatabase(postgres.pool()));
    }

    PostgresCallRecords(PostgresDatabase database) {
        this.database = database;
    }

    @Override
    public void add(List<Calls> calls) {
        List<Calls> ordered = calls.stream().sorted(ORDER).toList();
        database.update(
                """
                INSERT INTO calls (tool, method, template, client, count)
                SELECT tool, method, template, client, sum(count::bigint)
                FROM unnest(?, ?, ?, ?, ?) WITH ORDINALITY AS batch (tool, method, template, client, count, place)
                GROUP BY tool, method, template, client ORDER BY min(place)
                ON CONFLICT (tool, method, template, client, day) DO UPDATE SET count = calls.count + EXCLUDED.count
                """,
                column(ordered, Calls::tool),
                column(ordered, Calls::method),
                column(ordered, Calls::template),
                column(ordered, Calls::client),
                column(ordered, call -> Long.toString(call.count())));
    }

    private static String[] column(List<Calls> calls, Function<Calls, String> value) {
        return calls.stream().map(value).toArray(String[]::new);
    }

    @Override
    public void forgetOld() {
        database.update("DELETE FROM calls WHERE day < (now() AT TIME ZONE 'UTC')::date - ?", DAYS);
    }

    @Override
    public List<Calls> of(ToolName tool) {
        return database.query(
                """
                SELECT tool, method, template, client, sum(count)::bigint AS count
                FROM calls WHERE tool = ? AND day >= (now() AT TIME ZONE 'UTC')::date - ?
                GROUP BY tool, method, template, client ORDER BY count DESC, client LIMIT 10000
                """,
                PostgresCallRecords::calls,
                tool.value(),
                DAYS);
    }

    private static Calls calls(Row row) {
        return new Calls(
                row.string("tool"),
                row.string("method"),
                row.string("template"),
                row.string("client"),
                row.number("count"));
    }
}
