package io.stacksy.deployer;

import io.stacksy.deploy.RevisionState;
import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.RolloutException.Reason;
import io.stacksy.deploy.Version;
import java.util.Optional;

/** Which revision of a tool is meant, and whether what is asked can be done to it. */
final class RollbackTarget {
    private RollbackTarget() {}

    /**
     * The revision to roll back to.
     *
     * @param to which one; empty means the one that was live before
     */
    static Slot of(ToolState tool, Optional<Version> to) {
        Version version = to.or(() -> tool.previous().map(revision -> revision.version()))
                .orElseThrow(() -> RolloutException.because(
                        Reason.NOTHING_TO_ROLL_BACK_TO,
                        "no earlier revision of '" + tool.name() + "' is there to roll back to"));
        Slot slot = tool.find(version).orElseThrow(() -> noSuchRevision(tool, version));
        if (slot.state() == RevisionState.FAILED) {
            throw RolloutException.because(
                    Reason.WRONG_STATE, slot.revision() + " failed and never served; roll back to one that did");
        }
        return slot;
    }

    /** Makes sure that a single revision can be removed. */
    static void checkRemovable(ToolState tool, Version version) {
        Slot slot = tool.find(version).orElseThrow(() -> noSuchRevision(tool, version));
        if (tool.wanted().filter(slot.revision()::equals).isPresent()) {
            throw RolloutException.because(
                    Reason.WRONG_STATE,
                    slot.revision() + " is live; deploy or roll back to another one first, or remove the tool");
        }
        if (slot.weight() > 0) {
            throw RolloutException.because(
                    Reason.WRONG_STATE,
                    slot.revision() + " has " + slot.weight() + "% of the traffic; give that to another one first");
        }
    }

    private static RolloutException noSuchRevision(ToolState tool, Version version) {
        return RolloutException.because(
                Reason.NOT_FOUND, "there is no revision " + version + " of '" + tool.name() + "' on this node");
    }
}
