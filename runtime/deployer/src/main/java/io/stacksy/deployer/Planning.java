package io.stacksy.deployer;

import io.stacksy.deploy.Plan;
import io.stacksy.deploy.Plan.Api;
import io.stacksy.deploy.Plan.Migration;
import io.stacksy.deploy.Plan.Obstacle;
import io.stacksy.deploy.Plan.Signature;
import io.stacksy.deploy.Revision;
import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.RolloutException.Reason;
import io.stacksy.deploy.Submission;
import io.stacksy.store.StoreException;
import io.stacksy.store.ToolSchemas.Script;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds out what a rollout would do and what it would be refused for, by the same rules that the steps go by. */
final class Planning {
    private final Workshop.Node node;

    Planning(Workshop.Node node) {
        this.node = node;
    }

    Plan plan(Submission submission) {
        Path jar = submission.jar();
        Archive archive = Archive.read(jar);
        Inspection inspection = Inspection.of(archive);
        Revision revision = new Revision(inspection.tool(), inspection.version(), digest(jar));
        ToolState tool = node.tools().find(inspection.tool()).orElseGet(() -> new ToolState(inspection.tool()));
        Optional<Revision> live = tool.live().map(Slot::revision);
        Standing standing = Standing.of(revision, inspection, tool, node.claims());
        Signature signature = node.trust().judge(jar, submission.signature());
        List<Obstacle> obstacles = new ArrayList<>();
        node.trust().obstacle(signature).ifPresent(obstacles::add);
        obstacles.addAll(standing.obstacles());
        node.trust().downgrade(revision, tool, submission).ifPresent(obstacles::add);
        List<Script> pending = List.of();
        Plan.Surroundings surroundings = node.bundles().surroundings(archive, tool.live());
        if (!standing.nothingToDo()) {
            obstacles.addAll(node.bundles().missing(revision, archive));
            touched(revision, surroundings, obstacles);
            pending = pending(revision, archive, obstacles);
        }
        List<Migration> migrations = Judgement.of(pending);
        node.losses()
                .obstacle(revision, migrations, tool, submission.acceptDataLoss())
                .ifPresent(obstacles::add);
        Api api = node.descriptions().compare(revision.tool(), live.map(this::jar), jar);
        String hash = PlanHash.of(revision, live, pending);
        submission.plan().filter(given -> !given.equals(hash)).ifPresent(given -> obstacles.add(outdated(given, hash)));
        return new Plan(
                revision,
                live.map(Revision::version),
                standing.nothingToDo(),
                hash,
                obstacles,
                aliases(inspection.aliases(), tool),
                api,
                live.map(before -> Versioning.judge(before.version(), revision.version(), api.changes())),
                new Callers(node.calls()).of(revision.tool(), api.changes()),
                migrations,
                DataLoss.rollback(migrations, tool),
                surroundings,
                node.guard().refusedCalls(jar),
                signature);
    }

    /** What stands in the way of a rollout that is held to another plan than the one that would be carried out. */
    static Obstacle outdated(String given, String hash) {
        return new Obstacle(
                Reason.PLAN_OUTDATED,
                "the plan " + Archive.printable(given)
                        + " is not any more what would happen: the jar, the live revision"
                        + " or the tool's schema is another than it was made for; look at the plan anew, it is " + hash
                        + " now");
    }

    private static void touched(Revision revision, Plan.Surroundings surroundings, List<Obstacle> obstacles) {
        if (!surroundings.touched().isEmpty()) {
            obstacles.add(new Obstacle(
                    Reason.UNRESOLVED,
                    revision + " would touch other bundles than its own: " + String.join(", ", surroundings.touched())
                            + "; take them off the packages that the tool exports"));
        }
    }

    private Path jar(Revision live) {
        return node.blobs().restore(live.sha256(), file -> node.ledger().copyTo(live, file));
    }

    private static Plan.Aliases aliases(List<String> claimed, ToolState tool) {
        List<String> before = tool.live().map(Slot::aliases).orElse(List.of());
        return new Plan.Aliases(
                claimed,
                claimed.stream().filter(alias -> !before.contains(alias)).toList(),
                before.stream().filter(alias -> !claimed.contains(alias)).toList());
    }

    private List<Script> pending(Revision revision, Archive archive, List<Obstacle> obstacles) {
        try {
            return node.losses().pending(revision.tool(), archive.scripts());
        } catch (StoreException e) {
            RolloutException refused = Steps.refused(e);
            if (refused.reason() != Reason.MIGRATION_FAILED) {
                throw refused;
            }
            obstacles.add(new Obstacle(refused.reason(), String.valueOf(refused.getMessage())));
            return List.of();
        }
    }

    private static String digest(Path jar) {
        try {
            return Blobs.digest(jar);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + jar, e);
        }
    }
}
