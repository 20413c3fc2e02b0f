package io.stacksy.deployer;

import io.stacksy.deploy.Recall;
import io.stacksy.deploy.Removal.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The threads that belong to a loader: by their class, their context or their task. */
final class RunningThreads implements Place {
    private static final String WORKER = "java.util.concurrent.ThreadPoolExecutor$Worker";

    private final ThreadTask tasks = ThreadTask.open();
    private final TimerQueue timers = new TimerQueue();
    private final HiddenField poolOfWorker = HiddenField.of(WORKER, "this$0");
    private final Set<Thread> interrupted = Collections.newSetFromMap(new WeakHashMap<>());
    private final Recall recall;

    RunningThreads(Recall recall) {
        this.recall = recall;
    }

    @Override
    public List<Found> find(ClassLoader loader) {
        List<Found> found = new ArrayList<>();
        for (Thread thread : Threads.all()) {
            if (thread != Thread.currentThread()) {
                find(thread, loader, found);
            }
        }
        return found;
    }

    private void find(Thread thread, ClassLoader loader, List<Found> found) {
        Object task = tasks.of(thread);
        boolean own =
                thread.getContextClassLoader() == loader || Reach.isOf(thread, loader) || Reach.isOf(task, loader);
        if (timers.isTimer(thread)) {
            if (own || timers.holds(thread, loader)) {
                found.add(new Found(Kind.TIMER, thread.getName(), "a java.util.Timer", () -> timers.cancel(thread)));
            }
        } else if (task != null && task.getClass().getName().equals(WORKER)) {
            worker(thread, (ThreadPoolExecutor) poolOfWorker.of(task), own, loader, found);
        } else if (own) {
            found.add(new Found(Kind.THREAD, thread.getName(), where(thread), () -> end(thread)));
        }
    }

    /** Who is still there when it is looked at again has not heeded that it was interrupted. */
    private synchronized void end(Thread thread) {
        if (interrupted.add(thread)) {
            thread.interrupt();
        } else {
            recall.callBack(thread);
        }
    }

    /** An executor may be the node's, and have its thread only because the tool gave it something to do. */
    private static void worker(
            Thread thread, @Nullable ThreadPoolExecutor pool, boolean own, ClassLoader loader, List<Found> found) {
        if (pool == null) {
            return;
        }
        if (Reach.isOf(pool, loader) || Reach.isOf(pool.getThreadFactory(), loader)) {
            found.add(new Found(
                    Kind.EXECUTOR, thread.getName(), "an executor that was not shut down", pool::shutdownNow));
        } else if (own || pool.getQueue().stream().anyMatch(task -> Reach.leadsTo(task, loader))) {
            found.add(new Found(
                    Kind.EXECUTOR,
                    thread.getName(),
                    isIdle(thread) ? "an executor that was not shut down" : where(thread),
                    () -> release(thread, pool, loader)));
        }
    }

    private static void release(Thread thread, ThreadPoolExecutor pool, ClassLoader loader) {
        boolean removed = pool.getQueue().removeIf(task -> Reach.leadsTo(task, loader));
        if (!isIdle(thread)) {
            thread.interrupt();
        } else if (thread.getContextClassLoader() == loader) {
            thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
        }
        if (removed) {
            pool.purge();
        }
    }

    private static boolean isIdle(Thread thread) {
        return Stream.of(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(ThreadPoolExecutor.class.getName())
                        && frame.getMethodName().equals("getTask"));
    }

    private static String where(Thread thread) {
        return Stream.of(thread.getStackTrace())
                .filter(frame -> !frame.getClassName().startsWith("java.")
                        && !frame.getClassName().startsWith("jdk.")
                        && !frame.getClassName().startsWith("sun."))
                .findFirst()
                .map(frame -> "in " + frame.getClassName() + "." + frame.getMethodName())
                .orElse("waiting");
    }
}
