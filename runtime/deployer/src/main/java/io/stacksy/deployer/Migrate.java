package io.stacksy.deployer;

import io.stacksy.store.ToolSchemas.Script;
import java.util.List;
import java.util.Optional;

/**
 * Brings the tool's own schema up to date. It is not undone: scripts only add, so that the revision before serves on
 * the new schema too, or it was said that they may take away.
 */
final class Migrate implements Step {
    private final DataLoss losses;

    Migrate(DataLoss losses) {
        this.losses = losses;
    }

    @Override
    public String name() {
        return "migrate";
    }

    @Override
    public Optional<String> run(Attempt attempt) {
        List<Script> scripts = attempt.archive().scripts();
        if (scripts.isEmpty()) {
            return Optional.of("no scripts");
        }
        losses.migrate(attempt.slot().revision(), scripts);
        return Optional.of(scripts.size() == 1 ? "1 script" : scripts.size() + " scripts");
    }
}
