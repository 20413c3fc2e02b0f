package io.stacksy.store.postgres;

import io.stacksy.store.AuditLine;
import io.stacksy.store.AuditTrail;
import io.stacksy.store.Database.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The audit trail in the platform's schema. Thread-safe. */
@Component(service = AuditTrail.class)
public final class PostgresAuditTrail implements AuditTrail {
    /** A line with its details as two arrays; a list among them is one text. */
    private static final String SELECT =
            """
            SELECT id, at, actor, address, action, target, result,
                   ARRAY(SELECT key FROM jsonb_each(details) ORDER BY key) AS names,
                   ARRAY(SELECT CASE jsonb_typeof(value)
                                WHEN 'array' THEN (SELECT coalesce(string_agg(element, ', ' ORDER BY element), '')
                                                   FROM jsonb_array_elements_text(value) AS list (element))
                                ELSE coalesce(value #>> '{}', '') END
                         FROM jsonb_each(details) ORDER BY key) AS texts
            FROM audit WHERE true
            """;

    private final PostgresDatabase database;

    @Activate
    public PostgresAuditTrail(@Reference Postgres postgres) {
        this(new PostgresDatabase(postgres.pool()));
    }

    PostgresAuditTrail(PostgresDatabase database) {
        this.database = database;
    }

    @Override
    public List<AuditLine> lines(Filter filter, int limit, OptionalLong before) {
        StringBuilder sql = new StringBuilder(SELECT);
        List<Object> parameters = new ArrayList<>();
        filter.tool().ifPresent(tool -> and(sql, " AND details ->> 'tool' = ?", parameters, tool));
        filter.actor().ifPresent(actor -> and(sql, " AND actor = ?", parameters, actor));
        filter.action().ifPresent(action -> and(sql, " AND action = ?", parameters, action));
        before.ifPresent(id -> and(sql, " AND id < ?", parameters, id));
        and(sql, " ORDER BY id DESC LIMIT ?", parameters, limit);
        return database.query(sql.toString(), PostgresAuditTrail::line, parameters.toArray());
    }

    private static void and(StringBuilder sql, String clause, List<Object> parameters, Object parameter) {
        sql.append(clause);
        parameters.add(parameter);
    }

    private static AuditLine line(Row row) {
        List<String> names = row.strings("names");
        List<String> texts = row.strings("texts");
        Map<String, String> details = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            details.put(names.get(i), texts.get(i));
        }
        return new AuditLine(
                row.number("id"),
                row.instant("at"),
                row.string("actor"),
                row.optionalString("address"),
                row.string("action"),
                row.optionalString("target"),
                row.string("result"),
                details);
    }
}
