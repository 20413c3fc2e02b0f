package io.stacksy.deployer;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The threads of this process. */
final class Threads {
    private Threads() {}

    static List<Thread> all() {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        Thread[] all = new Thread[root.activeCount() * 2 + 16];
        root.enumerate(all);
        return Arrays.stream(all).filter(Objects::nonNull).toList();
    }

    /** Threads whose class, or whose context, is of {@code loader}; a thread inherits its context from its starter. */
    static Stream<Thread> of(ClassLoader loader) {
        return all().stream()
                .filter(thread -> thread.getContextClassLoader() == loader
                        || thread.getClass().getClassLoader() == loader);
    }
}
