package io.stacksy.deployer;

import io.stacksy.deploy.Plan;
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
        Standing standing = Standing.of(revision, inspection, tool, node.claims());
        Signature signature = node.trust().judge(jar, submission.signature());
        List<Obstacle> obstacles = new ArrayList<>();
        node.trust().obstacle(signature).ifPresent(obstacles::add);
        obstacles.addAll(standing.obstacles());
        node.trust().downgrade(revision, tool, submission).ifPresent(obstacles::add);
        List<String> migrations = List.of();
        if (!standing.nothingToDo()) {
            obstacles.addAll(node.bundles().missing(revision, archive));
            migrations = pending(revision, archive, obstacles);
        }
        return new Plan(
                revision,
                tool.live().map(slot -> slot.revision().version()),
                standing.nothingToDo(),
                obstacles,
                inspection.aliases(),
                migrations,
                node.guard().refusedCalls(jar),
                signature);
    }

    private List<String> pending(Revision revision, Archive archive, List<Obstacle> obstacles) {
        if (archive.scripts().isEmpty()) {
            return List.of();
        }
        try {
            return node.schemas().pending(revision.tool(), archive.scripts()).stream()
                    .map(Script::name)
                    .toList();
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
