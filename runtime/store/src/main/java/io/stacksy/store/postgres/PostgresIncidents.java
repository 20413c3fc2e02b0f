package io.stacksy.store.postgres;

import io.stacksy.deploy.Actor;
import io.stacksy.deploy.Quarantine;
import io.stacksy.deploy.Revision;
import io.stacksy.deploy.Rollout;
import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.ToolName;
import io.stacksy.deploy.Trouble;
import io.stacksy.deploy.Version;
import io.stacksy.store.Database.Row;
import io.stacksy.store.Incidents;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The incidents in the platform's schema. Thread-safe. */
@Component(service = Incidents.class)
public final class PostgresIncidents implements Incidents {
    /** The node as it keeps watch over the tools. */
    private static final Actor WATCH = Actor.node("watch over tools");

    private final PostgresDatabase database;

    @Activate
    public PostgresIncidents(@Reference Postgres postgres) {
        this(new PostgresDatabase(postgres.pool()));
    }

    PostgresIncidents(PostgresDatabase database) {
        this.database = database;
    }

    @Override
    public List<Quarantine> quarantines() {
        return database.query(
                "SELECT tool, version, sha256, since, reason FROM quarantines ORDER BY tool, version",
                PostgresIncidents::quarantine);
    }

    @Override
    public void quarantine(Quarantine quarantine, Actor by) {
        Revision revision = quarantine.revision();
        database.inTransaction(transaction -> {
            int added = transaction.update(
                    "INSERT INTO quarantines (tool, version, sha256, since, reason) VALUES (?, ?, ?, ?, ?)"
                            + " ON CONFLICT (tool, version) DO NOTHING",
                    revision.tool().value(),
                    revision.version().toString(),
                    revision.sha256(),
                    quarantine.since(),
                    RolloutRows.storable(quarantine.reason()));
            if (added > 0) {
                new ToolAudit(transaction, by).quarantined(revision, quarantine.reason());
            }
            return added;
        });
    }

    @Override
    public void release(Revision revision, Actor by) {
        database.inTransaction(transaction -> {
            int gone = transaction.update(
                    "DELETE FROM quarantines WHERE tool = ? AND version = ? AND sha256 = ?",
                    revision.tool().value(),
                    revision.version().toString(),
                    revision.sha256());
            if (gone > 0) {
                new ToolAudit(transaction, by).released(revision);
            }
            return gone;
        });
    }

    @Override
    public void refuse(
            String subject, Optional<ToolName> tool, Rollout.Kind kind, RolloutException.Reason reason, Actor by) {
        database.inTransaction(transaction -> {
            new ToolAudit(transaction, by).refused(subject, tool, kind, reason);
            return true;
        });
    }

    @Override
    public void note(Revision revision, Trouble trouble) {
        database.inTransaction(transaction -> {
            new ToolAudit(transaction, WATCH).troubled(revision, trouble);
            return true;
        });
    }

    private static Quarantine quarantine(Row row) {
        return new Quarantine(
                new Revision(
                        new ToolName(row.string("tool")), Version.parse(row.string("version")), row.string("sha256")),
                row.instant("since"),
                row.string("reason"));
    }
}
