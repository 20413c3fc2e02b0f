package io.stacksy.deployer;

import io.stacksy.deploy.RevisionState;
import io.stacksy.deploy.Rollout;
import java.util.Optional;

/** Gives the traffic to the new revision: first in the ledger, then by one write of the route table. */
final class Switch implements Step {
    private final SwitchWriter writer;
    private final RouteTable routes;
    private final Tools tools;

    Switch(SwitchWriter writer, RouteTable routes, Tools tools) {
        this.writer = writer;
        this.routes = routes;
        this.tools = tools;
    }

    @Override
    public String name() {
        return "switch";
    }

    @Override
    public Optional<String> run(Attempt attempt) {
        Slot slot = attempt.slot();
        ToolState tool = attempt.tool();
        Optional<Slot> before = tool.live();
        Optional<String> detail = before.map(old -> "from " + old.revision().version());
        writer.write(attempt, Rollout.State.LIVE, detail, Optional.of(slot.revision()), before.map(Slot::revision));
        routes.put(slot);
        attempt.leaving(tool.switchTo(slot));
        before.ifPresent(old -> tools.changed(old, RevisionState.DRAINING));
        tools.changed(slot, RevisionState.LIVE);
        return detail;
    }
}
