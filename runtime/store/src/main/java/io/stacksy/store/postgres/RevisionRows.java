package io.stacksy.store.postgres;

import io.stacksy.deploy.Actor;
import io.stacksy.deploy.Revision;
import io.stacksy.deploy.RevisionState;
import io.stacksy.deploy.ToolName;
import io.stacksy.deploy.Version;
import io.stacksy.store.Database.Row;
import io.stacksy.store.Ledger.Entry;
import io.stacksy.store.StoreException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** The part of the ledger that knows which revisions there are, and how far each has come. Thread-safe. */
final class RevisionRows {
    private static final String ENTRIES = "SELECT tool, version, sha256, state, aliases, since, reason FROM revisions";
    private static final String KEY = " WHERE tool = ? AND version = ? AND sha256 = ?";
    private static final Comparator<Entry> BY_TOOL_NEWEST_FIRST = Comparator.comparing(
                    (Entry entry) -> entry.revision().tool())
            .thenComparing(entry -> entry.revision().version(), Comparator.reverseOrder());

    private final PostgresDatabase database;
    private final Blobs blobs;

    RevisionRows(PostgresDatabase database) {
        this.database = database;
        this.blobs = new Blobs(database);
    }

    void add(Revision revision, Path jar, List<String> aliases) {
        int known = database.update(
                "UPDATE revisions SET state = 'staged', since = now(), reason = NULL" + KEY, key(revision));
        if (known == 0) {
            blobs.insert(revision, jar, aliases);
        }
    }

    void copyTo(Revision revision, Path file) {
        blobs.copyTo(revision, file);
    }

    /** Forgets a revision, and all that points to it. */
    void delete(Revision revision) {
        database.inTransaction(transaction -> {
            transaction.update(
                    "UPDATE tools SET previous_version = NULL, previous_sha256 = NULL"
                            + " WHERE name = ? AND previous_version = ? AND previous_sha256 = ?",
                    key(revision));
            transaction.update("DELETE FROM quarantines" + KEY, key(revision));
            return transaction.update("DELETE FROM revisions" + KEY, key(revision));
        });
    }

    Optional<Entry> find(ToolName tool, Version version) {
        return database
                .query(
                        ENTRIES + " WHERE tool = ? AND version = ?",
                        RevisionRows::entry,
                        tool.value(),
                        version.toString())
                .stream()
                .findFirst();
    }

    /** All of them, by tool, newest first. */
    List<Entry> all() {
        return database.query(ENTRIES, RevisionRows::entry).stream()
                .sorted(BY_TOOL_NEWEST_FIRST)
                .toList();
    }

    void mark(Revision revision, RevisionState state, Optional<String> reason) {
        int marked = database.update(
                "UPDATE revisions SET state = ?, since = now(), reason = ?" + KEY,
                state.label(),
                reason.map(RolloutRows::storable).orElse(null),
                revision.tool().value(),
                revision.version().toString(),
                revision.sha256());
        if (marked == 0) {
            throw StoreException.rejected("the ledger has no " + revision, null);
        }
    }

    void retire(Revision revision, Actor by, Optional<UUID> rollout, Optional<String> reason) {
        database.inTransaction(transaction -> {
            int retired = transaction.update(
                    "UPDATE revisions SET state = 'retired', since = now(), reason = ?" + KEY
                            + " AND state <> 'retired'",
                    reason.map(RolloutRows::storable).orElse(null),
                    revision.tool().value(),
                    revision.version().toString(),
                    revision.sha256());
            if (retired > 0) {
                new ToolAudit(transaction, by).retired(revision, rollout);
            }
            return retired;
        });
    }

    private static Object[] key(Revision revision) {
        return new Object[] {revision.tool().value(), revision.version().toString(), revision.sha256()};
    }

    private static Entry entry(Row row) {
        return new Entry(
                new Revision(
                        new ToolName(row.string("tool")), Version.parse(row.string("version")), row.string("sha256")),
                RevisionState.valueOf(row.string("state").toUpperCase(Locale.ROOT)),
                row.strings("aliases"),
                row.instant("since"),
                row.optionalString("reason"));
    }
}
