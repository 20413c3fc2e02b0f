package io.stacksy.deployer;

import io.stacksy.deploy.Actor;
import io.stacksy.deploy.Revision;
import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.RolloutException.Reason;
import io.stacksy.deploy.Tool;
import io.stacksy.deploy.ToolName;
import io.stacksy.deploy.Version;
import io.stacksy.store.Ledger;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Divides the traffic of tools by hand. Thread-safe. */
final class Traffic {
    private final Tools tools;
    private final RouteTable routes;
    private final Ledger ledger;

    Traffic(Tools tools, RouteTable routes, Ledger ledger) {
        this.tools = tools;
        this.routes = routes;
        this.ledger = ledger;
    }

    Tool divide(ToolName name, Map<Version, Integer> weights, Actor actor) {
        ToolState tool = tools.find(name)
                .filter(known -> !known.revisions().isEmpty())
                .orElseThrow(() -> RolloutException.noSuchTool(name));
        check(weights);
        Optional<CanaryRun> canary = tool.canary();
        if (canary.isPresent()) {
            Map<Slot, Integer> shares = shares(tool, weights);
            record(name, shares, actor, Optional.of(canary.get().rollout().id()));
            canary.get().divide(Lane.divided(canary.get().live(), shares), actor);
        } else {
            alone(tool, weights, actor);
        }
        tools.settle(tool);
        return tool.view().orElseThrow(() -> RolloutException.noSuchTool(name));
    }

    /** With the tool taken, so that no rollout moves traffic between the look and the change. */
    private void alone(ToolState tool, Map<Version, Integer> weights, Actor actor) {
        UUID id = UUID.randomUUID();
        if (!tool.occupy(id)) {
            throw RolloutException.busy(tool.name());
        }
        Optional<Ledger.Lock> lock = Optional.empty();
        try {
            lock = ledger.tryLock(tool.name());
            if (lock.isEmpty()) {
                throw RolloutException.busy(tool.name());
            }
            Map<Slot, Integer> shares = shares(tool, weights);
            Slot live = tool.live()
                    .orElseThrow(() -> RolloutException.because(
                            Reason.WRONG_STATE, "no revision of '" + tool.name() + "' is live; deploy one first"));
            record(tool.name(), shares, actor, Optional.empty());
            routes.put(Lane.divided(live, shares));
        } finally {
            lock.ifPresent(Ledger.Lock::close);
            tool.release(id);
        }
    }

    private void record(ToolName tool, Map<Slot, Integer> shares, Actor actor, Optional<UUID> rollout) {
        Map<Revision, Integer> weights = new HashMap<>();
        shares.forEach((slot, weight) -> weights.put(slot.revision(), weight));
        ledger.writeTraffic(tool, weights, actor, rollout);
    }

    private static void check(Map<Version, Integer> weights) {
        weights.forEach((version, weight) -> {
            if (weight < 0 || weight > Lane.WHOLE) {
                throw bad("the weight of " + version + " is " + weight + "; a weight is 0 to 100 percent");
            }
        });
        int sum = weights.values().stream().mapToInt(Integer::intValue).sum();
        if (sum != Lane.WHOLE) {
            throw bad("the weights are " + sum + " together; they have to be 100");
        }
    }

    private static Map<Slot, Integer> shares(ToolState tool, Map<Version, Integer> weights) {
        Map<Slot, Integer> shares = new HashMap<>();
        weights.forEach((version, weight) -> shares.put(
                tool.find(version)
                        .filter(slot -> canServe(tool, slot))
                        .orElseThrow(() -> bad(tool.name() + "@" + version + " is not in memory; what is: "
                                + tool.revisions().stream()
                                        .filter(slot -> canServe(tool, slot))
                                        .map(slot -> slot.revision().version().toString())
                                        .collect(Collectors.joining(", ")))),
                weight));
        return shares;
    }

    /** Not what is on its way out: it would be stopped with its share of the traffic. */
    private static boolean canServe(ToolState tool, Slot slot) {
        return tool.needs(slot)
                || tool.canary().filter(canary -> canary.next() == slot).isPresent();
    }

    private static RolloutException bad(String message) {
        return RolloutException.because(Reason.BAD_WEIGHTS, message);
    }
}
