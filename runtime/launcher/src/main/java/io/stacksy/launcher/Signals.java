package io.stacksy.launcher;

import java.lang.reflect.Proxy;
import java.util.function.Consumer;

/**
 * Turns the signals that end a process into events. A shutdown hook would do for one signal, but then the exit code is
 * not ours to choose and a second signal is never seen.
 */
final class Signals {
    private Signals() {}

    /** Says so to {@code events} whenever the process is told to end. */
    static void listen(Consumer<Event> events) {
        try {
            // by name, for javac warns of this class and nothing silences it
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object handler = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handlerType}, (proxy, method, arguments) -> {
                        events.accept(new Event.Signalled());
                        return null;
                    });
            for (String name : new String[] {"TERM", "INT"}) {
                signal.getMethod("handle", signal, handlerType)
                        .invoke(null, signal.getConstructor(String.class).newInstance(name), handler);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a JVM without jdk.unsupported", e);
        }
    }
}
