package io.stacksy.store.postgres;

import io.stacksy.deploy.Revision;
import io.stacksy.deploy.ToolName;
import io.stacksy.store.Ledger.Loss;
import java.util.List;

/** The part of the ledger that knows which migrations took something away. Thread-safe. */
final class Losses {
    private final PostgresDatabase database;

    Losses(PostgresDatabase database) {
        this.database = database;
    }

    void add(Revision revision, List<Loss> losses) {
        database.update(
                "INSERT INTO losses (tool, script, version, detail)"
                        + " SELECT ?, script, ?, detail FROM unnest(?, ?) AS given (script, detail)"
                        + " ON CONFLICT (tool, script) DO UPDATE SET version = EXCLUDED.version,"
                        + " detail = EXCLUDED.detail, at = now()",
                revision.tool().value(),
                revision.version().toString(),
                losses.stream().map(Loss::script).toArray(String[]::new),
                losses.stream().map(Loss::detail).map(RolloutRows::storable).toArray(String[]::new));
    }

    void remove(ToolName tool, List<String> scripts) {
        database.update(
                "DELETE FROM losses WHERE tool = ? AND script = ANY (?)", tool.value(), scripts.toArray(String[]::new));
    }

    List<Loss> of(ToolName tool) {
        return database.query(
                "SELECT script, detail FROM losses WHERE tool = ? ORDER BY script",
                row -> new Loss(row.string("script"), row.string("detail")),
                tool.value());
    }
}
