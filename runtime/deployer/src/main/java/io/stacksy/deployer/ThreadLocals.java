package io.stacksy.deployer;

import io.stacksy.deploy.Removal.Kind;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What threads of the node keep in their thread-locals. */
final class ThreadLocals implements Place {
    private static final String MAP = "java.lang.ThreadLocal$ThreadLocalMap";

    private final List<HiddenField> maps = List.of(
            HiddenField.of(Thread.class, "threadLocals"), HiddenField.of(Thread.class, "inheritableThreadLocals"));
    private final HiddenField table = HiddenField.of(MAP, "table");
    private final HiddenField value = HiddenField.of(MAP + "$Entry", "value");

    @Override
    public List<Found> find(ClassLoader loader) {
        List<Found> found = new ArrayList<>();
        for (Thread thread : Threads.all()) {
            for (HiddenField map : maps) {
                find(thread, map.of(thread), loader, found);
            }
        }
        return found;
    }

    private void find(Thread thread, @Nullable Object map, ClassLoader loader, List<Found> found) {
        if (map == null || !(table.of(map) instanceof Object[] entries)) {
            return;
        }
        for (Object entry : entries) {
            Object kept = entry == null ? null : value.of(entry);
            if (kept != null && Reach.leadsTo(kept, loader)) {
                boolean ofTheTool = Reach.isOf(kept, loader) || Reach.isOf(key(entry), loader);
                found.add(new Found(
                        Kind.THREAD_LOCAL,
                        thread.getName(),
                        "a " + kept.getClass().getName(),
                        () -> clear(entry, ofTheTool)));
            }
        }
    }

    private static @Nullable Object key(Object entry) {
        return entry instanceof Reference<?> reference ? reference.get() : null;
    }

    /** What is not of the tool's own classes may be somebody else's, who does not expect that it goes. */
    private void clear(Object entry, boolean ofTheTool) {
        if (ofTheTool) {
            value.set(entry, null);
        }
    }
}
