package io.stacksy.deployer;

import io.stacksy.deploy.Plan.Migration;
import io.stacksy.deploy.Plan.Obstacle;
import io.stacksy.deploy.Plan.Rollback;
import io.stacksy.deploy.Revision;
import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.RolloutException.Reason;
import io.stacksy.deploy.ToolName;
import io.stacksy.store.Ledger;
import io.stacksy.store.Ledger.Loss;
import io.stacksy.store.StoreException;
import io.stacksy.store.ToolSchemas;
import io.stacksy.store.ToolSchemas.Script;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps migrations from taking away what an older revision lives on, and the traffic from a revision that lives on what
 * was taken away, unless somebody says that it is meant. Thread-safe.
 */
final class DataLoss {
    private static final Logger LOG = LoggerFactory.getLogger(DataLoss.class);

    private final Ledger ledger;
    private final ToolSchemas schemas;
    private final Blobs blobs;

    DataLoss(Ledger ledger, ToolSchemas schemas, Blobs blobs) {
        this.ledger = ledger;
        this.schemas = schemas;
        this.blobs = blobs;
    }

    /**
     * The scripts that have not run yet.
     *
     * @throws StoreException as {@link ToolSchemas#pending} does
     */
    List<Script> pending(ToolName tool, List<Script> scripts) {
        return scripts.isEmpty() ? List.of() : schemas.pending(tool, scripts);
    }

    /** What of the migrations stands in the way while another revision serves. */
    Optional<Obstacle> obstacle(Revision to, List<Migration> migrations, ToolState tool, boolean accepted) {
        List<Migration> destructive =
                migrations.stream().filter(Migration::destructive).toList();
        return tool.live()
                .map(Slot::revision)
                .filter(live -> !accepted && !live.equals(to) && !destructive.isEmpty())
                .map(live -> new Obstacle(
                        Reason.DATA_LOSS,
                        words(destructive) + ", while " + live + " serves and lives on it; split it in two: a version"
                                + " that only expands the schema and no longer uses what is to go, and, when that is"
                                + " live and needs no rollback any more, one that takes it away. If the loss is meant"
                                + " and " + live + " may fail meanwhile: --accept-data-loss, or"
                                + " ?accept_data_loss=true"));
    }

    /** Whether the live revision could be rolled back to after these migrations. */
    static Rollback rollback(List<Migration> migrations, ToolState tool) {
        List<Migration> destructive =
                migrations.stream().filter(Migration::destructive).toList();
        Optional<Revision> live = tool.live().map(Slot::revision);
        if (live.isEmpty()) {
            return new Rollback(false, "no earlier revision is live");
        }
        return destructive.isEmpty()
                ? new Rollback(true, live.get() + " can be rolled back to")
                : new Rollback(false, live.get() + " cannot be rolled back to: " + words(destructive));
    }

    private static String words(List<Migration> migrations) {
        return migrations.stream()
                .map(migration -> migration.script() + " " + String.join(" and ", migration.findings()))
                .collect(Collectors.joining("; "));
    }

    /** Runs the scripts, with what they take away on record before they do. */
    void migrate(Revision revision, List<Script> scripts) {
        List<Loss> losses = Judgement.of(pending(revision.tool(), scripts)).stream()
                .filter(Migration::destructive)
                .map(migration -> new Loss(migration.script(), String.join(" and ", migration.findings())))
                .toList();
        if (!losses.isEmpty()) {
            ledger.addLosses(revision, losses);
        }
        boolean migrated = false;
        try {
            schemas.migrate(revision.tool(), scripts);
            migrated = true;
        } finally {
            if (!migrated && !losses.isEmpty()) {
                forget(revision, losses, scripts);
            }
        }
    }

    /** Of those that failed together some can have run. */
    private void forget(Revision revision, List<Loss> losses, List<Script> scripts) {
        try {
            Set<String> pending = schemas.pending(revision.tool(), scripts).stream()
                    .map(Script::name)
                    .collect(Collectors.toSet());
            ledger.removeLosses(
                    revision.tool(),
                    losses.stream().map(Loss::script).filter(pending::contains).toList());
        } catch (StoreException e) {
            LOG.warn(
                    "the ledger may have it that {} took away what it did not, and then refuses a rollback: {}",
                    revision,
                    e.getMessage());
        }
    }

    /**
     * Makes sure that {@code target} finds what it lives on.
     *
     * @throws RolloutException {@code DATA_LOSS} if it does not
     */
    void checkRollback(Revision target) {
        List<Loss> losses = ledger.losses(target.tool());
        if (losses.isEmpty()) {
            return;
        }
        Set<String> own =
                Archive.read(blobs.restore(target.sha256(), file -> ledger.copyTo(target, file))).scripts().stream()
                        .map(Script::name)
                        .collect(Collectors.toSet());
        String between = losses.stream()
                .filter(loss -> !own.contains(loss.script()))
                .map(loss -> loss.script() + " " + loss.detail())
                .collect(Collectors.joining("; "));
        if (!between.isEmpty()) {
            throw RolloutException.because(
                    Reason.DATA_LOSS,
                    target + " cannot be rolled back to, as it lives on what is gone since then: " + between
                            + "; deploy a version that does without. If it is meant all the same: --accept-data-loss,"
                            + " or ?accept_data_loss=true");
        }
    }
}
