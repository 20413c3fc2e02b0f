package io.stacksy.deployer;

import io.stacksy.deploy.Revision;
import io.stacksy.deploy.RevisionState;
import io.stacksy.deploy.Rollout;
import io.stacksy.store.StoreException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the revision before the live one in the ledger too, when the one that was did not come back. That one served
 * once, so it is kept as retired.
 */
final class FallBack implements Step {
    private static final Logger LOG = LoggerFactory.getLogger(FallBack.class);

    private final Workshop.Node node;
    private final Revision failed;
    private final String why;

    FallBack(Workshop.Node node, Revision failed, String why) {
        this.node = node;
        this.failed = failed;
        this.why = why;
    }

    @Override
    public String name() {
        return "switch";
    }

    @Override
    public Optional<String> run(Attempt attempt) {
        ToolState tool = attempt.tool();
        Revision previous = attempt.slot().revision();
        Progress progress =
                new Progress(Rollout.Kind.ROLLBACK, Recovery.BY, node.ledger(), node.clock(), node.recordedBy());
        progress.identify(tool.name(), Optional.of(failed.version()), Optional.of(previous.version()));
        progress.open();
        record(progress, previous);
        String reason = failed + " did not come back after the restart, so " + previous + " serves again: " + why;
        LOG.warn("{}", reason);
        progress.end(Rollout.State.LIVE, Optional.of(reason));
        tool.want(previous, Optional.empty());
        tool.find(failed.version())
                .ifPresent(slot -> node.tools().changed(slot, RevisionState.RETIRED, Optional.of(why)));
        retire(progress);
        node.tools().record(previous, RevisionState.LIVE, Optional.empty());
        return Optional.empty();
    }

    private void record(Progress progress, Revision previous) {
        try {
            progress.begin(name());
            node.ledger()
                    .writeSwitch(
                            progress.decidedAs(Rollout.State.LIVE, Optional.empty()),
                            Optional.of(previous),
                            Optional.empty());
            progress.done(Optional.empty());
        } catch (StoreException e) {
            progress.end(Rollout.State.FAILED, Steps.refused(e));
            throw e;
        }
    }

    /** It is not in memory, whatever the ledger says; the next start mends what cannot be written now. */
    private void retire(Progress progress) {
        try {
            node.ledger().retire(failed, Recovery.BY, Optional.of(progress.id()), Optional.of(why));
        } catch (StoreException e) {
            LOG.warn("{} is retired, which the ledger does not know yet: {}", failed, e.getMessage());
        }
    }
}
