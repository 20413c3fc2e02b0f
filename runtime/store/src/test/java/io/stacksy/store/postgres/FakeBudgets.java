package io.stacksy.store.postgres;

import io.stacksy.budget.Budget;
import io.stacksy.budget.Budgets;
import io.stacksy.deploy.Actor;
import io.stacksy.deploy.ToolName;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntSupplier;

/** Allows every tool that many connections. */
record FakeBudgets(IntSupplier connections) implements Budgets {
    @Override
    public Budget of(String tool) {
        return new Budget(128, Duration.ofMinutes(1), 1_000, connections.getAsInt(), 50, Optional.empty());
    }

    @Override
    public boolean isOwn(ToolName tool) {
        return false;
    }

    @Override
    public void set(ToolName tool, Budget budget, Actor actor) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void reset(ToolName tool, Actor actor) {
        throw new UnsupportedOperationException();
    }
}
