package io.stacksy.deployer;

import org.jspecify.annotations.Nullable;

/** The inside of a {@link java.util.Timer}, whose thread does not end for an interrupt. */
final class TimerQueue {
    private static final String THREAD = "java.util.TimerThread";
    private static final String QUEUE = "java.util.TaskQueue";

    private final HiddenField queue = HiddenField.of(THREAD, "queue");
    private final HiddenField open = HiddenField.of(THREAD, "newTasksMayBeScheduled");
    private final HiddenField tasks = HiddenField.of(QUEUE, "queue");
    private final HiddenField size = HiddenField.of(QUEUE, "size");

    boolean isTimer(Thread thread) {
        return thread.getClass().getName().equals(THREAD);
    }

    /** Whether a task that waits there is of {@code loader}. */
    boolean holds(Thread thread, ClassLoader loader) {
        Object waiting = queue.of(thread);
        if (waiting == null) {
            return false;
        }
        synchronized (waiting) {
            for (Object task : tasks(waiting)) {
                if (Reach.isOf(task, loader)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Does what {@link java.util.Timer#cancel} does. */
    void cancel(Thread thread) {
        Object waiting = queue.of(thread);
        if (waiting == null) {
            return;
        }
        synchronized (waiting) {
            open.set(thread, false);
            Object[] all = tasks(waiting);
            for (int i = 0; i < all.length; i++) {
                clear(all, i);
            }
            size.set(waiting, 0);
            waiting.notifyAll();
        }
    }

    @SuppressWarnings("NullAway") // the platform's array has nulls
    private static void clear(@Nullable Object[] all, int index) {
        all[index] = null;
    }

    private Object[] tasks(Object waiting) {
        return tasks.of(waiting) instanceof Object[] all ? all : new Object[0];
    }
}
