package io.stacksy.store.postgres;

import io.stacksy.deploy.Actor;
import io.stacksy.deploy.Removal;
import io.stacksy.deploy.Revision;
import io.stacksy.deploy.RevisionState;
import io.stacksy.deploy.Rollout;
import io.stacksy.deploy.ToolName;
import io.stacksy.deploy.Version;
import io.stacksy.store.Database.Row;
import io.stacksy.store.Database.Transaction;
import io.stacksy.store.Ledger;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The ledger in the platform's schema. Thread-safe. */
@Component(service = Ledger.class)
public final class PostgresLedger implements Ledger {
    private static final String LIVE = "SELECT name, live_version, live_sha256, previous_version, previous_sha256"
            + " FROM tools WHERE live_version IS NOT NULL";
    private static final int WHOLE = 100;

    private final PostgresDatabase database;
    private final ToolLocks locks;
    private final RevisionRows revisions;
    private final Losses losses;

    @Activate
    public PostgresLedger(@Reference Postgres postgres) {
        this(new PostgresDatabase(postgres.pool()), new ToolLocks(postgres.connector()));
    }

    PostgresLedger(PostgresDatabase database, ToolLocks locks) {
        this.database = database;
        this.locks = locks;
        this.revisions = new RevisionRows(database);
        this.losses = new Losses(database);
    }

    @Override
    public boolean isEmpty() {
        return database.query("SELECT FROM tools LIMIT 1", row -> true).isEmpty();
    }

    @Override
    public Optional<Lock> tryLock(ToolName tool) {
        return locks.tryLock(tool);
    }

    @Override
    public void add(Revision revision, Path jar, List<String> aliases) {
        revisions.add(revision, jar, aliases);
    }

    @Override
    public void copyTo(Revision revision, Path file) {
        revisions.copyTo(revision, file);
    }

    @Override
    public void delete(Revision revision) {
        revisions.delete(revision);
    }

    @Override
    public Optional<Entry> find(ToolName tool, Version version) {
        return revisions.find(tool, version);
    }

    @Override
    public List<Entry> revisions() {
        return revisions.all();
    }

    @Override
    public List<Live> live() {
        return database.query(LIVE + " ORDER BY name", PostgresLedger::live);
    }

    @Override
    public void mark(Revision revision, RevisionState state, Optional<String> reason) {
        revisions.mark(revision, state, reason);
    }

    @Override
    public void retire(Revision revision, Actor by, Optional<UUID> rollout, Optional<String> reason) {
        revisions.retire(revision, by, rollout, reason);
    }

    @Override
    public void addLosses(Revision revision, List<Loss> given) {
        losses.add(revision, given);
    }

    @Override
    public void removeLosses(ToolName tool, List<String> scripts) {
        losses.remove(tool, scripts);
    }

    @Override
    public List<Loss> losses(ToolName tool) {
        return losses.of(tool);
    }

    @Override
    public void write(Rollout rollout, Actor by) {
        database.inTransaction(transaction -> {
            Optional<Rollout.State> before = RolloutRows.write(transaction, rollout);
            new ToolAudit(transaction, by).written(rollout, before);
            return before;
        });
    }

    @Override
    public void writeSwitch(Rollout rollout, Actor by, Optional<Revision> live, Optional<Revision> previous) {
        database.inTransaction(transaction -> {
            Optional<Revision> from = lockLive(transaction, rollout.tool());
            Optional<Rollout.State> before = RolloutRows.write(transaction, rollout);
            new ToolAudit(transaction, by).switched(rollout, before, from, live);
            Map<Revision, Integer> whole =
                    live.map(revision -> Map.of(revision, WHOLE)).orElse(Map.of());
            boolean unused = Weights.write(transaction, rollout.tool(), whole);
            return writeLive(transaction, rollout.tool(), live, previous);
        });
    }

    @Override
    public void writeTraffic(ToolName tool, Map<Revision, Integer> weights, Actor by, Optional<UUID> rollout) {
        database.inTransaction(transaction -> {
            boolean changed = Weights.write(transaction, tool, weights);
            if (changed) {
                new ToolAudit(transaction, by).divided(tool, weights, rollout);
            }
            return changed;
        });
    }

    private static Optional<Revision> lockLive(Transaction transaction, ToolName tool) {
        return transaction.query(LIVE + " AND name = ? FOR UPDATE", PostgresLedger::live, tool.value()).stream()
                .map(Live::revision)
                .findFirst();
    }

    private static int writeLive(
            Transaction transaction, ToolName tool, Optional<Revision> live, Optional<Revision> previous) {
        return transaction.update(
                "INSERT INTO tools (name, live_version, live_sha256, previous_version, previous_sha256)"
                        + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET changed_at = now(),"
                        + " live_version = EXCLUDED.live_version, live_sha256 = EXCLUDED.live_sha256,"
                        + " previous_version = EXCLUDED.previous_version, previous_sha256 = EXCLUDED.previous_sha256",
                tool.value(),
                version(live),
                live.map(Revision::sha256).orElse(null),
                version(previous),
                previous.map(Revision::sha256).orElse(null));
    }

    private static @Nullable String version(Optional<Revision> revision) {
        return revision.map(present -> present.version().toString()).orElse(null);
    }

    @Override
    public Optional<Rollout> rollout(UUID id) {
        return database.query(RolloutRows.SELECT + " WHERE id = ?", RolloutRows::read, id).stream()
                .findFirst();
    }

    @Override
    public List<Rollout> rollouts(int limit, Optional<UUID> before) {
        String order = " ORDER BY ordinal DESC LIMIT ?";
        return before.isEmpty()
                ? database.query(RolloutRows.SELECT + order, RolloutRows::read, limit)
                : database.query(
                        RolloutRows.SELECT + " WHERE ordinal < (SELECT ordinal FROM rollouts WHERE id = ?)" + order,
                        RolloutRows::read,
                        before.get(),
                        limit);
    }

    @Override
    public List<Rollout> unfinished() {
        return database.query(RolloutRows.SELECT + " WHERE ended_at IS NULL ORDER BY ordinal", RolloutRows::read);
    }

    @Override
    public void certify(Removal removal) {
        RemovalRows.write(database, removal);
    }

    @Override
    public List<Removal> removals(UUID rollout) {
        return RemovalRows.ofRollout(database, rollout);
    }

    private static Live live(Row row) {
        ToolName tool = new ToolName(row.string("name"));
        Revision live = new Revision(tool, Version.parse(row.string("live_version")), row.string("live_sha256"));
        Optional<Revision> previous = row.optionalString("previous_version")
                .map(version -> new Revision(tool, Version.parse(version), row.string("previous_sha256")));
        return new Live(tool, live, previous);
    }
}
