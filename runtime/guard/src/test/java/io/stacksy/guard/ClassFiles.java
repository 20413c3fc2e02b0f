package io.stacksy.guard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.util.HashMap;
import java.util.Map;

/** The class files of tests, and a loader that defines them as a tool's would be: verified, and not those of the test. */
final class ClassFiles {
    private ClassFiles() {}

    static byte[] bytes(Class<?> type) {
        try (var in =
                type.getResourceAsStream(type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Calls a static method without parameters in a class as it is after the guard has seen it. */
    static Object call(Class<?> type, String method, Object... arguments) throws Throwable {
        try {
            for (var candidate : new Loader().loadClass(type.getName()).getMethods()) {
                if (candidate.getName().equals(method)) {
                    return candidate.invoke(null, arguments);
                }
            }
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
        throw new IllegalArgumentException("no method " + method);
    }

    /** Weaves what it loads. */
    static final class Loader extends ClassLoader {
        private final Map<String, byte[]> given = new HashMap<>();

        Loader with(String name, byte[] bytes) {
            given.put(name, bytes);
            return this;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                if (known != null) {
                    return known;
                }
                if (!given.containsKey(name)
                        && !name.startsWith(Escapes.class.getName())
                        && !name.startsWith(Loops.class.getName())) {
                    return super.loadClass(name, resolve);
                }
                byte[] bytes = given.containsKey(name) ? given.get(name) : bytes(Class.forName(name));
                byte[] tame = Weaving.tame("echo@1.0.0", bytes);
                return defineClass(name, tame, 0, tame.length);
            }
        }
    }
}
