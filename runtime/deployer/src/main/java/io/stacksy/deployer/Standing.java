package io.stacksy.deployer;

import io.stacksy.deploy.Plan.Obstacle;
import io.stacksy.deploy.Revision;
import io.stacksy.deploy.RevisionState;
import io.stacksy.deploy.RolloutException.Reason;
import io.stacksy.deploy.ToolName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a revision stands to what the node has already.
 *
 * @param nothingToDo whether these very bytes are live
 * @param present the slot that has these very bytes in memory already, live or warm
 * @param replaceable what failed under this version before, with other bytes, and was never in service
 * @param obstacles what stands in the way
 */
record Standing(boolean nothingToDo, Optional<Slot> present, Optional<Revision> replaceable, List<Obstacle> obstacles) {
    Standing {
        obstacles = List.copyOf(obstacles);
    }

    static Standing of(Revision revision, Inspection inspection, ToolState tool, Claims claims) {
        Optional<Slot> live = tool.live().filter(slot -> slot.revision().equals(revision));
        Optional<Slot> present =
                live.or(() -> tool.warm().filter(slot -> slot.revision().equals(revision)));
        Optional<Slot> other =
                tool.find(revision.version()).filter(slot -> !slot.revision().equals(revision));
        Optional<Revision> replaceable = other.filter(slot -> slot.state() == RevisionState.FAILED)
                .map(Slot::revision)
                .filter(failed -> !tool.wanted().equals(Optional.of(failed)));
        List<Obstacle> obstacles = new ArrayList<>(inspection.obstacles());
        if (other.isPresent() && replaceable.isEmpty()) {
            obstacles.add(versionTaken(revision));
        }
        claims.taken(revision.tool(), inspection.aliases())
                .forEach(taken -> obstacles.add(aliasTaken(revision.tool(), taken)));
        return new Standing(live.isPresent(), present, replaceable, obstacles);
    }

    static Obstacle versionTaken(Revision revision) {
        return new Obstacle(
                Reason.VERSION_TAKEN, revision + " is there already with other bytes; raise the version of the bundle");
    }

    static Obstacle aliasTaken(ToolName tool, Claims.Taken taken) {
        return new Obstacle(
                Reason.ALIAS_TAKEN,
                "the alias " + taken.alias() + " belongs to the tool '" + taken.holder() + "'; choose another for '"
                        + tool + "', or remove that tool first");
    }
}
