package io.stacksy.admin.rest;

import io.stacksy.budget.Budget;
import io.stacksy.budget.Budgets;
import io.stacksy.deploy.Actor;
import io.stacksy.deploy.ToolName;
import io.stacksy.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Budgets in memory that remember who changed them. */
final class FakeBudgets implements Budgets {
    final List<String> calls = new ArrayList<>();
    boolean away;
    private final Map<String, Budget> own = new HashMap<>();

    @Override
    public Budget of(String tool) {
        return own.getOrDefault(tool, new Budget(128, Duration.ofMinutes(1), 1_000, 8, 50, Optional.empty()));
    }

    @Override
    public boolean isOwn(ToolName tool) {
        return own.containsKey(tool.value());
    }

    @Override
    public void set(ToolName tool, Budget budget, Actor actor) {
        available();
        calls.add("set " + tool + " by " + actor.name() + " at " + actor.address());
        own.put(tool.value(), budget);
    }

    @Override
    public void reset(ToolName tool, Actor actor) {
        available();
        calls.add("reset " + tool + " by " + actor.name() + " at " + actor.address());
        own.remove(tool.value());
    }

    private void available() {
        if (away) {
            throw StoreException.unavailable(new IllegalStateException("away"));
        }
    }
}
