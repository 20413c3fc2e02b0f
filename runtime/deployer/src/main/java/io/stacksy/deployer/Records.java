package io.stacksy.deployer;

import io.stacksy.deploy.Deployments;
import io.stacksy.deploy.Rollout;
import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.RolloutException.Reason;
import io.stacksy.store.Ledger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** The rollouts under way and those just ended, before the ledger's older ones; and who watches them. Thread-safe. */
final class Records {
    private static final int KEPT = 256;

    private final Ledger ledger;
    private final Executor notifier;
    private final Map<UUID, Progress> active = new ConcurrentHashMap<>();
    private final Map<UUID, Change> latest = new LinkedHashMap<>();
    private final List<Watcher> watchers = new ArrayList<>();
    private long changes;

    /** The newest state of a rollout. The numbers order the changes of all rollouts. */
    private record Change(long number, Rollout rollout) {}

    /** @param notifier runs one task after the other */
    Records(Ledger ledger, Executor notifier) {
        this.ledger = ledger;
        this.notifier = notifier;
    }

    void begun(Progress progress) {
        active.put(progress.id(), progress);
    }

    /** Whether no rollout is under way, nor drains what it replaced. */
    boolean isIdle() {
        return active.isEmpty();
    }

    /** Takes note of a rollout as it now stands. */
    synchronized void changed(Rollout rollout) {
        Change change = new Change(++changes, rollout);
        latest.put(rollout.id(), change);
        trim();
        if (rollout.endedAt().isPresent()) {
            active.remove(rollout.id());
        }
        List<Watcher> told = watchers.stream()
                .filter(watcher -> watcher.rollout.equals(rollout.id()))
                .toList();
        if (!told.isEmpty()) {
            notifier.execute(() -> told.forEach(watcher -> watcher.tell(change)));
        }
    }

    private void trim() {
        Iterator<Change> eldest = latest.values().iterator();
        while (latest.size() > KEPT && eldest.hasNext()) {
            if (eldest.next().rollout().endedAt().isPresent()) {
                eldest.remove();
            }
        }
    }

    Optional<Rollout> find(UUID id) {
        Optional<Rollout> recent = recent(id).map(Change::rollout);
        return recent.isPresent() ? recent : ledger.rollout(id);
    }

    private synchronized Optional<Change> recent(UUID id) {
        return Optional.ofNullable(latest.get(id));
    }

    List<Rollout> list(int limit, Optional<UUID> before) {
        return ledger.rollouts(limit, before).stream()
                .map(written -> recent(written.id()).map(Change::rollout).orElse(written))
                .toList();
    }

    Rollout await(UUID id, Duration timeout) throws InterruptedException {
        Progress progress = active.get(id);
        if (progress == null) {
            return find(id).orElseThrow(() -> noSuch(id));
        }
        try {
            progress.decided().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return progress.rollout();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a rollout is only ever decided", e);
        }
        return progress.rollout();
    }

    Deployments.Watch watch(UUID id, Consumer<Rollout> observer) {
        Rollout known = find(id).orElseThrow(() -> noSuch(id));
        Watcher watcher = new Watcher(id, observer);
        synchronized (this) {
            Change now = recent(id).orElseGet(() -> new Change(0, known));
            if (now.rollout().endedAt().isEmpty()) {
                watchers.add(watcher);
            }
            notifier.execute(() -> watcher.tell(now));
        }
        return watcher;
    }

    private static RolloutException noSuch(UUID id) {
        return RolloutException.because(Reason.NOT_FOUND, "there is no rollout " + id);
    }

    /** One who watches one rollout. Told by the notifier alone. */
    private final class Watcher implements Deployments.Watch {
        private final UUID rollout;
        private final Consumer<Rollout> observer;
        private volatile boolean closed;

        Watcher(UUID rollout, Consumer<Rollout> observer) {
            this.rollout = rollout;
            this.observer = observer;
        }

        void tell(Change change) {
            if (closed) {
                return;
            }
            if (change.rollout().endedAt().isPresent()) {
                close();
            }
            observer.accept(change.rollout());
        }

        @Override
        public void close() {
            closed = true;
            synchronized (Records.this) {
                watchers.remove(this);
            }
        }
    }
}
