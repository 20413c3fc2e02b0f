package io.stacksy.store.postgres;

import io.stacksy.deploy.Removal;
import io.stacksy.deploy.Removal.Holder;
import io.stacksy.deploy.Removal.Proof;
import io.stacksy.deploy.Revision;
import io.stacksy.deploy.ToolName;
import io.stacksy.deploy.Version;
import io.stacksy.store.Database.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Removals as rows. */
final class RemovalRows {
    private static final String UPSERT =
            "INSERT INTO removals (tool, version, sha256, begun_at, ended_at, rollout, outcome,"
                    + " proof_subject, proof_given, proof_detail, holder_kind, holder_name, holder_detail, holder_mended)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (tool, version, sha256, begun_at)"
                    + " DO UPDATE SET ended_at = EXCLUDED.ended_at, outcome = EXCLUDED.outcome,"
                    + " proof_subject = EXCLUDED.proof_subject, proof_given = EXCLUDED.proof_given,"
                    + " proof_detail = EXCLUDED.proof_detail, holder_kind = EXCLUDED.holder_kind,"
                    + " holder_name = EXCLUDED.holder_name, holder_detail = EXCLUDED.holder_detail,"
                    + " holder_mended = EXCLUDED.holder_mended";
    private static final String OF_ROLLOUT =
            "SELECT * FROM removals WHERE rollout = ? ORDER BY begun_at, tool, version";

    private RemovalRows() {}

    static void write(PostgresDatabase database, Removal removal) {
        Revision revision = removal.revision();
        int unused = database.update(
                UPSERT,
                revision.tool().value(),
                revision.version().toString(),
                revision.sha256(),
                removal.begunAt(),
                removal.endedAt().orElseThrow(() -> new IllegalArgumentException(revision + " is still watched")),
                removal.rollout().orElse(null),
                removal.outcome().label(),
                column(removal.proofs(), proof -> proof.subject().label()),
                column(removal.proofs(), proof -> Boolean.toString(proof.given())),
                column(removal.proofs(), Proof::detail),
                column(removal.holders(), holder -> holder.kind().label()),
                column(removal.holders(), Holder::name),
                column(removal.holders(), Holder::detail),
                column(removal.holders(), holder -> Boolean.toString(holder.mended())));
    }

    static List<Removal> ofRollout(PostgresDatabase database, UUID rollout) {
        return database.query(OF_ROLLOUT, RemovalRows::read, rollout);
    }

    private static <T> String[] column(List<T> items, Function<T, String> member) {
        return items.stream().map(member).map(RolloutRows::storable).toArray(String[]::new);
    }

    private static Removal read(Row row) {
        return new Removal(
                new Revision(
                        new ToolName(row.string("tool")), Version.parse(row.string("version")), row.string("sha256")),
                Optional.of(row.uuid("rollout")),
                Removal.Outcome.valueOf(upper(row.string("outcome"))),
                row.instant("begun_at"),
                Optional.of(row.instant("ended_at")),
                proofs(row),
                holders(row));
    }

    private static List<Proof> proofs(Row row) {
        List<String> subjects = row.strings("proof_subject");
        List<String> given = row.strings("proof_given");
        List<String> details = row.strings("proof_detail");
        List<Proof> proofs = new ArrayList<>();
        for (int i = 0; i < subjects.size(); i++) {
            proofs.add(new Proof(
                    Removal.Subject.valueOf(upper(subjects.get(i))),
                    Boolean.parseBoolean(given.get(i)),
                    details.get(i)));
        }
        return proofs;
    }

    private static List<Holder> holders(Row row) {
        List<String> kinds = row.strings("holder_kind");
        List<String> names = row.strings("holder_name");
        List<String> details = row.strings("holder_detail");
        List<String> mended = row.strings("holder_mended");
        List<Holder> holders = new ArrayList<>();
        for (int i = 0; i < kinds.size(); i++) {
            holders.add(new Holder(
                    Removal.Kind.valueOf(upper(kinds.get(i))),
                    names.get(i),
                    details.get(i),
                    Boolean.parseBoolean(mended.get(i))));
        }
        return holders;
    }

    private static String upper(String label) {
        return label.toUpperCase(Locale.ROOT);
    }
}
