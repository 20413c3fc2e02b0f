package io.stacksy.deployer;

import io.stacksy.deploy.Removal;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;

/** Names the tools that should be in service and are not, those that are in trouble, and what is left of removed ones. */
final class ToolsCheck implements HealthCheck {
    static final String NAME = "tools";

    private final Supplier<Collection<ToolState>> tools;

    ToolsCheck(Supplier<Collection<ToolState>> tools) {
        this.tools = tools;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        List<String> complaints = tools.get().stream()
                .sorted(Comparator.comparing(ToolState::name))
                .flatMap(ToolsCheck::complaints)
                .toList();
        complaints.forEach(complaint -> log.warn("{}", complaint));
        if (complaints.isEmpty()) {
            log.info("all tools are in service");
        }
        return new Result(log);
    }

    private static Stream<String> complaints(ToolState tool) {
        boolean missing = tool.wanted().isPresent() && tool.live().isEmpty();
        return Stream.concat(
                missing ? Stream.of(tool.name() + " is out of service" + why(tool)) : Stream.empty(),
                tool.revisions().stream().flatMap(ToolsCheck::complaints));
    }

    private static Stream<String> complaints(Slot slot) {
        Stream<String> quarantine = slot.conduct().quarantine().stream()
                .map(barred -> slot.revision() + " is in quarantine: " + barred.reason());
        Stream<String> troubles = slot.conduct().troubles().stream()
                .map(trouble ->
                        slot.revision() + " is in trouble (" + trouble.kind().label() + "): " + trouble.detail());
        Stream<String> rest = slot.removal().filter(removal -> removal.outcome() == Removal.Outcome.HELD).stream()
                .map(removal -> slot.revision() + " is still in memory" + heldBy(removal));
        return Stream.of(quarantine, troubles, rest).flatMap(complaints -> complaints);
    }

    private static String heldBy(Removal removal) {
        String holders = removal.holders().stream()
                .filter(holder -> !holder.mended())
                .map(holder -> holder.kind().label() + " " + holder.name())
                .collect(Collectors.joining(", "));
        return holders.isEmpty() ? "" : ", held by " + holders;
    }

    private static String why(ToolState tool) {
        return tool.wanted()
                .flatMap(revision -> tool.find(revision.version()))
                .flatMap(slot -> slot.status().reason())
                .map(reason -> ": " + reason)
                .orElse("");
    }
}
