package io.stacksy.deployer;

import io.stacksy.deploy.Revision;
import io.stacksy.deploy.ToolName;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Watches whether the classes of removed revisions go from memory, asks for a collection while the node is idle, and has
 * what holds them looked for. Holds none of them itself. Thread-safe.
 */
final class LeakCheck {
    /** How many collections it takes until what is still there counts as held, or one more after its last holder went. */
    static final int TRIES = 4;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    /** How long the collector may take to say what it has found. */
    private static final Duration COLLECTED = Duration.ofMillis(100);

    private final Timer timer;
    private final BooleanSupplier idle;
    private final ObjIntConsumer<ToolName> count;
    private final ReferenceQueue<ClassLoader> reclaimed = new ReferenceQueue<>();
    private final Set<Removed> watched = new LinkedHashSet<>();
    private long turn;
    private int round;

    /**
     * @param idle whether no rollout is under way
     * @param count told how many revisions of a tool are held
     */
    LeakCheck(Timer timer, BooleanSupplier idle, ObjIntConsumer<ToolName> count) {
        this.timer = timer;
        this.idle = idle;
        this.count = count;
    }

    /** A removed revision. It is enqueued when its class loader is gone. */
    private static final class Removed extends PhantomReference<ClassLoader> {
        final Revision revision;
        final Findings findings;
        final Bundles.Reclamation reclamation;
        final WeakReference<ClassLoader> loader;
        int collections;
        boolean found;
        boolean concluded;

        Removed(
                Revision revision,
                ClassLoader loader,
                Findings findings,
                Bundles.Reclamation reclamation,
                ReferenceQueue<ClassLoader> reclaimed) {
            super(loader, reclaimed);
            this.revision = revision;
            this.findings = findings;
            this.reclamation = reclamation;
            this.loader = new WeakReference<>(loader);
        }

        /** In a method of its own, so that no frame holds the loader while it is to be collected. */
        boolean mend() {
            ClassLoader present = loader.get();
            return present != null && findings.mend(present);
        }

        void tell(boolean collected) {
            reclamation.told(
                    new Bundles.Remains(collected, collected || concluded, collections, findings.holders(collected)));
        }
    }

    /** Begins to watch the class loader of a revision whose bundle was removed. */
    void watch(Revision revision, ClassLoader loader, Findings findings, Bundles.Reclamation reclamation) {
        Removed removed = new Removed(revision, loader, findings, reclamation, reclaimed);
        removed.tell(false);
        synchronized (this) {
            watched.add(removed);
            round = 0;
            schedule();
        }
    }

    /** How many class loaders of removed revisions were not seen to go yet. */
    int pending() {
        take(Duration.ZERO);
        return watched().size();
    }

    private synchronized List<Removed> watched() {
        return List.copyOf(watched);
    }

    /** In place of what was scheduled before, which is then passed over. */
    private synchronized void schedule() {
        long mine = ++turn;
        if (!watched.isEmpty()) {
            // a repeated check finds less and less that a collection could still free
            Future<?> unused = timer.after(FIRST_PAUSE.multipliedBy(1L << Math.min(round, 5)), () -> check(mine));
        }
    }

    private synchronized boolean isTurn(long number) {
        return turn == number;
    }

    private void check(long mine) {
        if (!isTurn(mine)) {
            return;
        }
        try {
            take(Duration.ZERO);
            watched().stream()
                    .filter(removed -> removed.collections > 0 && !removed.concluded)
                    .forEach(this::isHeld);
            if (idle.getAsBoolean()) {
                collect();
            }
        } finally {
            if (isTurn(mine)) {
                schedule();
            }
        }
    }

    private void isHeld(Removed held) {
        boolean before = held.found;
        held.found = held.mend();
        count(held.revision.tool());
        boolean justGone = before && !held.found; // perhaps after the last collection: one more will tell
        if (held.collections >= TRIES && !justGone) {
            held.concluded = true;
            held.tell(false);
        }
    }

    private void collect() {
        List<Removed> hoped =
                watched().stream().filter(removed -> !removed.concluded).toList();
        synchronized (this) {
            round++;
        }
        if (!hoped.isEmpty()) {
            hoped.forEach(removed -> removed.collections++);
            System.gc();
            take(COLLECTED);
        }
    }

    /** Takes note of what is gone. */
    private void take(Duration patience) {
        try {
            for (var gone = next(patience); gone instanceof Removed removed; gone = next(patience)) {
                boolean known;
                synchronized (this) {
                    known = watched.remove(removed);
                }
                if (known) {
                    count(removed.revision.tool());
                    removed.tell(true);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Nullable
    private Reference<? extends ClassLoader> next(Duration patience) throws InterruptedException {
        return patience.isZero() ? reclaimed.poll() : reclaimed.remove(patience.toMillis());
    }

    private void count(ToolName tool) {
        int held = (int) watched().stream()
                .filter(removed ->
                        removed.collections > 0 && removed.revision.tool().equals(tool))
                .count();
        count.accept(tool, held);
    }
}
