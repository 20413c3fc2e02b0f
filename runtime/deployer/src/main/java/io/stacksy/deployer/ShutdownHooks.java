package io.stacksy.deployer;

import io.stacksy.deploy.Removal.Kind;
import java.util.List;
import java.util.Map;

/** The threads that the Java platform keeps for its end. */
final class ShutdownHooks implements Place {
    private static final String HOOKS = "java.lang.ApplicationShutdownHooks";

    private final ThreadTask tasks = ThreadTask.open();
    private final HiddenField hooks = HiddenField.of(HOOKS, "hooks");

    @Override
    public List<Found> find(ClassLoader loader) {
        return kept().stream()
                .filter(hook -> hook.getContextClassLoader() == loader
                        || Reach.isOf(hook, loader)
                        || Reach.leadsTo(tasks.of(hook), loader))
                .map(hook -> new Found(
                        Kind.SHUTDOWN_HOOK,
                        hook.getName(),
                        "registered with java.lang.Runtime",
                        () -> Runtime.getRuntime().removeShutdownHook(hook)))
                .toList();
    }

    private List<Thread> kept() {
        if (!(hooks.of(null) instanceof Map<?, ?> map)) {
            return List.of(); // the end has begun
        }
        synchronized (lock()) {
            return map.keySet().stream().map(Thread.class::cast).toList();
        }
    }

    /** The platform guards the map by the class that has it. */
    private static Class<?> lock() {
        try {
            return Class.forName(HOOKS, false, null);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("its field was found", e);
        }
    }
}
