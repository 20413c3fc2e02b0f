package io.stacksy.deployer;

import io.stacksy.deploy.Actor;
import io.stacksy.deploy.Quarantine;
import io.stacksy.deploy.Revision;
import io.stacksy.deploy.Rollout;
import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.ToolName;
import io.stacksy.deploy.Trouble;
import io.stacksy.store.Incidents;
import io.stacksy.store.StoreException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Incidents in memory, that can be away. */
final class FakeIncidents implements Incidents {
    private final Map<Revision, Quarantine> quarantines = new LinkedHashMap<>();
    final List<String> lines = new CopyOnWriteArrayList<>();
    volatile boolean away;

    @Override
    public synchronized List<Quarantine> quarantines() {
        return List.copyOf(quarantines.values());
    }

    @Override
    public synchronized void quarantine(Quarantine quarantine, Actor by) {
        requireHere();
        if (quarantines.putIfAbsent(quarantine.revision(), quarantine) == null) {
            lines.add(
                    "quarantined " + quarantine.revision() + " by " + by.rule().orElse(by.name()));
        }
    }

    @Override
    public synchronized void release(Revision revision, Actor by) {
        requireHere();
        if (quarantines.remove(revision) != null) {
            lines.add("released " + revision + " by " + by.rule().orElse(by.name()));
        }
    }

    @Override
    public void refuse(
            String subject, Optional<ToolName> tool, Rollout.Kind kind, RolloutException.Reason reason, Actor by) {
        requireHere();
        lines.add("refused " + subject + " of " + tool.map(ToolName::value).orElse("unknown") + " " + reason + " to "
                + by.name());
    }

    @Override
    public void note(Revision revision, Trouble trouble) {
        requireHere();
        lines.add("troubled " + revision + " " + trouble.kind().label());
    }

    private void requireHere() {
        if (away) {
            throw StoreException.unavailable(new IllegalStateException("the database is away"));
        }
    }
}
