package io.stacksy.deployer;

import io.stacksy.deploy.Revision;
import io.stacksy.deploy.ToolName;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.ObjIntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches whether the classes of removed revisions go from memory, asks for a collection while the node is idle, and
 * says which of them are held, and by what where that can be seen. Holds none of them itself. Thread-safe.
 */
final class LeakCheck {
    private static final Logger LOG = LoggerFactory.getLogger(LeakCheck.class);
    private static final int TRIES = 6;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private final Timer timer;
    private final BooleanSupplier idle;
    private final ObjIntConsumer<ToolName> count;
    private final ReferenceQueue<ClassLoader> reclaimed = new ReferenceQueue<>();
    private final Set<Removed> watched = new LinkedHashSet<>();
    private boolean scheduled;
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
        final Bundles.Reclamation reclamation;
        final WeakReference<ClassLoader> loader;
        int collections;
        boolean held;

        Removed(
                Revision revision,
                ClassLoader loader,
                Bundles.Reclamation reclamation,
                ReferenceQueue<ClassLoader> reclaimed) {
            super(loader, reclaimed);
            this.revision = revision;
            this.reclamation = reclamation;
            this.loader = new WeakReference<>(loader);
        }
    }

    /** Begins to watch the class loader of a revision whose bundle was removed. */
    synchronized void watch(Revision revision, ClassLoader loader, Bundles.Reclamation reclamation) {
        watched.add(new Removed(revision, loader, reclamation, reclaimed));
        round = 0;
        schedule();
    }

    /** How many class loaders of removed revisions were not seen to go yet. */
    synchronized int pending() {
        poll();
        return watched.size();
    }

    private void schedule() {
        if (scheduled) {
            return;
        }
        scheduled = true;
        // a repeated check finds less and less that a collection could still free
        Future<?> unused = timer.after(FIRST_PAUSE.multipliedBy(1L << Math.min(round, 5)), this::check);
    }

    private synchronized void check() {
        scheduled = false;
        poll();
        watched.stream().filter(removed -> removed.collections > 0).forEach(this::isHeld);
        if (watched.stream().noneMatch(removed -> removed.collections < TRIES)) {
            return;
        }
        if (idle.getAsBoolean()) {
            round++;
            watched.forEach(removed -> removed.collections++);
            System.gc();
        }
        schedule();
    }

    private void poll() {
        for (var gone = reclaimed.poll(); gone != null; gone = reclaimed.poll()) {
            if (gone instanceof Removed removed && watched.remove(removed) && removed.held) {
                removed.reclamation.unreclaimed(false);
                tell(removed.revision.tool());
            }
        }
    }

    private void isHeld(Removed removed) {
        if (!removed.held) {
            removed.held = true;
            removed.reclamation.unreclaimed(true);
            tell(removed.revision.tool());
        }
        if (removed.collections == TRIES) {
            LOG.warn("something still holds the classes of {}{}", removed.revision, suspects(removed));
        }
    }

    private static String suspects(Removed removed) {
        ClassLoader loader = removed.loader.get();
        List<Thread> threads = loader == null ? List.of() : Threads.of(loader);
        return threads.isEmpty() ? "" : ": these threads of it still run: " + Threads.names(threads);
    }

    private void tell(ToolName tool) {
        int held = (int) watched.stream()
                .filter(removed -> removed.held && removed.revision.tool().equals(tool))
                .count();
        count.accept(tool, held);
    }
}
