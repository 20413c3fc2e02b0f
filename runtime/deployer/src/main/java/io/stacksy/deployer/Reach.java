package io.stacksy.deployer;

import java.lang.ref.Reference;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out whether an object leads to classes of a loader, within a bounded number of steps. */
final class Reach {
    /** More would take long, and what is so far away belongs to whoever is nearer. */
    private static final int MOST = 64;

    private final ClassLoader loader;
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Object> next = new ArrayDeque<>();

    private Reach(ClassLoader loader) {
        this.loader = loader;
    }

    /** Whether the object is the loader, a class of it, or made of one. */
    static boolean isOf(@Nullable Object object, ClassLoader loader) {
        return object != null
                && (object == loader
                        || object.getClass().getClassLoader() == loader
                        || (object instanceof Class<?> type && type.getClassLoader() == loader));
    }

    /** Whether the object, or what it refers to in a few steps, {@link #isOf} the loader. */
    static boolean leadsTo(@Nullable Object object, ClassLoader loader) {
        return new Reach(loader).from(object);
    }

    private boolean from(@Nullable Object start) {
        add(start);
        while (!next.isEmpty() && seen.size() < MOST) {
            Object object = next.removeFirst();
            if (isOf(object, loader)) {
                return true;
            }
            if (object instanceof Object[] array) {
                Arrays.stream(array).limit(MOST).forEach(this::add);
            } else if (object.getClass().getName().startsWith("java.util.")) {
                platform(object);
            } else if (object.getClass().getClassLoader() != null
                    && !(object instanceof ClassLoader)
                    && !(object instanceof Thread)) {
                fields(object);
            }
        }
        return false;
    }

    private void add(@Nullable Object object) {
        if (object != null && !(object instanceof String) && seen.add(object)) {
            next.addLast(object);
        }
    }

    /** What the Java platform's own containers and tasks hold. */
    private void platform(Object object) {
        try {
            if (object instanceof Collection<?> collection) {
                collection.stream().limit(MOST).forEach(this::add);
            } else if (object instanceof Map<?, ?> map) {
                map.entrySet().stream().limit(MOST).forEach(entry -> {
                    add(entry.getKey());
                    add(entry.getValue());
                });
            } else if (!(object instanceof Reference<?>)) {
                fields(object);
            }
        } catch (ConcurrentModificationException e) {
            // its thread is at work with it, and will be found elsewhere
        }
    }

    private void fields(Object object) {
        for (Class<?> type = object.getClass(); type != null && type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                    add(value(field, object));
                }
            }
        }
    }

    private static @Nullable Object value(Field field, Object object) {
        try {
            field.setAccessible(true);
            return field.get(object);
        } catch (InaccessibleObjectException | IllegalAccessException e) {
            return null; // the platform does not show it
        }
    }
}
