package io.stacksy.deployer;

import io.stacksy.deploy.Revision;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the threads that belong to a class loader. */
final class Threads {
    private static final Logger LOG = LoggerFactory.getLogger(Threads.class);

    private Threads() {}

    /** Threads whose class, or whose context, is of {@code loader}; a thread inherits its context from its starter. */
    static List<Thread> of(ClassLoader loader) {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        Thread[] all = new Thread[root.activeCount() * 2 + 16];
        root.enumerate(all);
        return Arrays.stream(all)
                .filter(Objects::nonNull)
                .filter(thread -> thread.getContextClassLoader() == loader
                        || thread.getClass().getClassLoader() == loader)
                .toList();
    }

    /** Interrupts what a removed revision has left running. */
    static void interrupt(Revision revision, @Nullable ClassLoader loader) {
        if (loader == null) {
            return;
        }
        List<Thread> left = of(loader);
        if (!left.isEmpty()) {
            LOG.warn("{} left threads running, which are interrupted: {}", revision, names(left));
            left.forEach(Thread::interrupt);
        }
    }

    static String names(List<Thread> threads) {
        return threads.stream().map(Thread::getName).sorted().collect(Collectors.joining(", "));
    }
}
