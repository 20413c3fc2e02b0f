package io.stacksy.deployer;

import io.stacksy.deploy.Revision;
import io.stacksy.deploy.Tool;
import io.stacksy.deploy.ToolName;
import io.stacksy.deploy.Version;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the node knows of one tool: its revisions, which of them is live, which is kept warm, and which rollout has the
 * tool for itself. Thread-safe; its lock is held for a few assignments only.
 */
final class ToolState {
    private final ToolName name;
    private final TreeMap<Version, Slot> revisions = new TreeMap<>(Comparator.reverseOrder());
    private @Nullable UUID occupant;
    private @Nullable Slot live;
    private @Nullable Slot warm;
    private @Nullable Revision wanted;
    private @Nullable Revision previous;
    private @Nullable CanaryRun canary;

    ToolState(ToolName name) {
        this.name = name;
    }

    ToolName name() {
        return name;
    }

    /** Gives the tool to one rollout, unless another has it. */
    synchronized boolean occupy(UUID rollout) {
        if (occupant != null) {
            return false;
        }
        occupant = rollout;
        return true;
    }

    synchronized void release(UUID rollout) {
        if (rollout.equals(occupant)) {
            occupant = null;
        }
    }

    /** The canary that is under way, for those who have something to say to it. */
    synchronized Optional<CanaryRun> canary() {
        return Optional.ofNullable(canary);
    }

    synchronized void canary(Optional<CanaryRun> run) {
        canary = run.orElse(null);
    }

    synchronized Optional<Slot> live() {
        return Optional.ofNullable(live);
    }

    synchronized Optional<Slot> warm() {
        return Optional.ofNullable(warm);
    }

    /** The one to roll back to, warm or not. */
    synchronized Optional<Revision> previous() {
        return Optional.ofNullable(previous);
    }

    synchronized Optional<Slot> find(Version version) {
        return Optional.ofNullable(revisions.get(version));
    }

    synchronized List<Slot> revisions() {
        return List.copyOf(revisions.values());
    }

    /** Whether {@code slot} is what is known of its version, and not one that was replaced. */
    synchronized boolean knows(Slot slot) {
        return revisions.get(slot.revision().version()) == slot;
    }

    synchronized void add(Slot slot) {
        revisions.put(slot.revision().version(), slot);
    }

    /** Puts {@code before} in the place of {@code slot}, or nothing. */
    synchronized void restore(Slot slot, Optional<Slot> before) {
        if (knows(slot)) {
            before.ifPresentOrElse(
                    this::add, () -> revisions.remove(slot.revision().version()));
        }
    }

    /** What the ledger has as the live one, also where it did not come up. */
    synchronized Optional<Revision> wanted() {
        return Optional.ofNullable(wanted);
    }

    /** Says what the ledger has as the live one and as the one to roll back to. */
    synchronized void want(Revision revision, Optional<Revision> before) {
        wanted = revision;
        previous = before.orElse(null);
    }

    /** Puts a revision into service that the ledger has as the live one already. */
    synchronized void recovered(Slot slot) {
        live = slot;
    }

    /**
     * Makes {@code next} the live one and keeps the one before it warm.
     *
     * @return what has to leave: the one that was live, then the one that was warm before it
     */
    synchronized List<Slot> switchTo(Slot next) {
        List<Slot> leaving = new ArrayList<>();
        Slot before = live;
        if (before != null && before != next) {
            leaving.add(before);
        }
        if (warm != null && warm != next) {
            leaving.add(warm);
        }
        live = next;
        wanted = next.revision();
        warm = before;
        previous = before == null ? null : before.revision();
        return leaving;
    }

    /** Takes the tool out of service and forgets its revisions; returns all slots that were in memory. */
    synchronized List<Slot> clear() {
        List<Slot> leaving = new ArrayList<>();
        if (live != null) {
            leaving.add(live);
        }
        if (warm != null) {
            leaving.add(warm);
        }
        live = null;
        warm = null;
        wanted = null;
        previous = null;
        revisions.clear();
        return leaving;
    }

    /** Forgets one revision that is not live; returns its slot if that is warm. */
    synchronized Optional<Slot> forget(Version version) {
        Slot known = revisions.remove(version);
        if (previous != null && previous.version().equals(version)) {
            previous = null;
        }
        if (known != null && warm == known) {
            warm = null;
            return Optional.of(known);
        }
        return Optional.empty();
    }

    /** Whether {@code slot} has the traffic or is kept for a roll back. */
    synchronized boolean needs(Slot slot) {
        return slot == live || slot == warm;
    }

    /** Gives {@code slot} up for retirement if it is the warm one, without traffic, and no rollout has the tool. */
    synchronized boolean giveUp(Slot slot) {
        if (occupant != null || warm != slot || slot.weight() > 0) {
            return false;
        }
        warm = null;
        return true;
    }

    /** The tool as people see it; empty if the node has no revision of it. */
    Optional<Tool> view() {
        List<Slot> known = revisions();
        Optional<Slot> serving = live();
        if (known.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Tool(
                name,
                serving.map(slot -> slot.revision().version()),
                known.stream().map(Slot::status).toList(),
                serving.map(Slot::aliases).orElse(List.of()),
                serving.flatMap(Slot::bundle).map(Installed::health).orElse(Tool.Health.DOWN)));
    }

    static List<Tool> views(Collection<ToolState> tools) {
        return tools.stream()
                .sorted(Comparator.comparing(ToolState::name))
                .flatMap(tool -> tool.view().stream())
                .toList();
    }
}
