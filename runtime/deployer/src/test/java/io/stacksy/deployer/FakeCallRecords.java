package io.stacksy.deployer;

import io.stacksy.deploy.ToolName;
import io.stacksy.store.CallRecords;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A record of calls in memory. */
final class FakeCallRecords implements CallRecords {
    private final List<Calls> recorded = new CopyOnWriteArrayList<>();

    @Override
    public void add(List<Calls> calls) {
        recorded.addAll(calls);
    }

    @Override
    public void forgetOld() {
        recorded.clear();
    }

    @Override
    public List<Calls> of(ToolName tool) {
        return List.copyOf(recorded);
    }
}
