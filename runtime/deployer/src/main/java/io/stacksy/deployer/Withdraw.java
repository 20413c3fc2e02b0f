package io.stacksy.deployer;

import io.stacksy.deploy.Revision;
import io.stacksy.deploy.RevisionState;
import io.stacksy.deploy.Rollout;
import io.stacksy.deploy.Version;
import io.stacksy.store.Ledger;
import io.stacksy.store.StoreException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a tool, or one revision that is not live, out of service and out of the ledger. Its name, version and aliases
 * are free as soon as this is done; what is still in memory is drained after that.
 */
final class Withdraw implements Step {
    private static final Logger LOG = LoggerFactory.getLogger(Withdraw.class);

    private final SwitchWriter writer;
    private final Ledger ledger;
    private final RouteTable routes;
    private final Tools tools;
    private final Claims claims;
    private final Blobs blobs;
    private final Optional<Version> version;

    /** @param version the one revision; empty for the whole tool */
    Withdraw(
            SwitchWriter writer,
            Ledger ledger,
            RouteTable routes,
            Tools tools,
            Claims claims,
            Blobs blobs,
            Optional<Version> version) {
        this.writer = writer;
        this.ledger = ledger;
        this.routes = routes;
        this.tools = tools;
        this.claims = claims;
        this.blobs = blobs;
        this.version = version;
    }

    @Override
    public String name() {
        return "switch";
    }

    @Override
    public Optional<String> run(Attempt attempt) {
        return version.isPresent() ? one(attempt, version.get()) : all(attempt);
    }

    private Optional<String> all(Attempt attempt) {
        ToolState tool = attempt.tool();
        List<Slot> known = tool.revisions();
        writer.write(attempt, Rollout.State.REMOVED, Optional.empty(), Optional.empty(), Optional.empty());
        routes.remove(tool.name());
        attempt.leaving(tool.clear());
        known.forEach(this::delete);
        attempt.leaving().forEach(slot -> tools.changed(slot, RevisionState.DRAINING));
        return Optional.empty();
    }

    private Optional<String> one(Attempt attempt, Version gone) {
        ToolState tool = attempt.tool();
        Optional<Slot> known = tool.find(gone);
        Optional<Revision> previous =
                tool.previous().filter(kept -> !kept.version().equals(gone));
        writer.write(attempt, Rollout.State.REMOVED, Optional.of(gone.toString()), tool.wanted(), previous);
        attempt.leaving(tool.forget(gone).stream().toList());
        known.ifPresent(this::delete);
        return Optional.of(gone.toString());
    }

    private void delete(Slot slot) {
        claims.release(slot);
        try {
            ledger.delete(slot.revision());
            blobs.delete(slot.revision().sha256());
        } catch (StoreException e) {
            LOG.warn("{} is removed, and its bytes are still in the ledger: {}", slot.revision(), e.getMessage());
        }
    }
}
