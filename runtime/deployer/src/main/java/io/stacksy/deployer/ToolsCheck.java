package io.stacksy.deployer;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;

/** Names the tools that should be in service and are not. */
final class ToolsCheck implements HealthCheck {
    static final String NAME = "tools";

    private final Supplier<Collection<ToolState>> tools;

    ToolsCheck(Supplier<Collection<ToolState>> tools) {
        this.tools = tools;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        List<ToolState> missing = tools.get().stream()
                .filter(tool -> tool.wanted().isPresent() && tool.live().isEmpty())
                .sorted(Comparator.comparing(ToolState::name))
                .toList();
        missing.forEach(tool -> log.warn("{} is out of service{}", tool.name(), why(tool)));
        if (missing.isEmpty()) {
            log.info("all tools are in service");
        }
        return new Result(log);
    }

    private static String why(ToolState tool) {
        return tool.wanted()
                .flatMap(revision -> tool.find(revision.version()))
                .flatMap(slot -> slot.status().reason())
                .map(reason -> ": " + reason)
                .orElse("");
    }
}
