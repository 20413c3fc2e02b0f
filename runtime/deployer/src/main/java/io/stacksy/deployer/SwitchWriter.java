package io.stacksy.deployer;

import io.stacksy.deploy.Actor;
import io.stacksy.deploy.Revision;
import io.stacksy.deploy.Rollout;
import io.stacksy.store.Ledger;
import io.stacksy.store.StoreException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a switch into the ledger, from where on a restart comes back with what it says. */
final class SwitchWriter {
    private static final Logger LOG = LoggerFactory.getLogger(SwitchWriter.class);
    private static final Actor BY = Actor.node("switch taken back");

    private final Ledger ledger;
    private final Failpoints failpoints;

    SwitchWriter(Ledger ledger, Failpoints failpoints) {
        this.ledger = ledger;
        this.failpoints = failpoints;
    }

    /**
     * Writes what is live from now on, together with the rollout as decided.
     *
     * @throws StoreException if the ledger does not have it; it was told again what it had before then
     */
    void write(
            Attempt attempt,
            Rollout.State decided,
            Optional<String> detail,
            Optional<Revision> live,
            Optional<Revision> previous) {
        try {
            Progress progress = attempt.progress();
            ledger.writeSwitch(progress.decidedAs(decided, detail), progress.decider(), live, previous);
        } catch (StoreException e) {
            takeBack(attempt);
            throw e;
        }
        failpoints.hit("rollout.switch-written");
    }

    /** An answer that got lost leaves open whether it was written, and the ledger must say what this node does. */
    private void takeBack(Attempt attempt) {
        Rollout rollout = attempt.progress().rollout();
        ToolState tool = attempt.tool();
        try {
            ledger.writeSwitch(rollout, BY, tool.wanted(), tool.previous());
        } catch (StoreException e) {
            LOG.error(
                    "the ledger may have a switch of {} that did not happen; deploy or roll back when it answers again",
                    rollout.tool(),
                    e);
        }
    }
}
