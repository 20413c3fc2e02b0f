package io.stacksy.deployer;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import org.jspecify.annotations.Nullable;

/** A private field of the Java platform. It can be reached where the node was started with {@code --add-opens}. */
final class HiddenField {
    private final Field field;

    private HiddenField(Field field) {
        this.field = field;
    }

    /** @throws UnreachableException if there is no such field, or the platform does not let it be reached */
    static HiddenField of(String type, String name) {
        try {
            return of(Class.forName(type, false, ClassLoader.getPlatformClassLoader()), name);
        } catch (ClassNotFoundException e) {
            throw new UnreachableException("this Java has no " + type, e);
        }
    }

    static HiddenField of(Class<?> type, String name) {
        try {
            Field field = type.getDeclaredField(name);
            field.setAccessible(true);
            return new HiddenField(field);
        } catch (NoSuchFieldException e) {
            throw new UnreachableException("this Java has no " + type.getName() + "." + name, e);
        } catch (InaccessibleObjectException e) {
            throw new UnreachableException(
                    "start Java with --add-opens " + type.getModule().getName() + "/" + type.getPackageName()
                            + "=ALL-UNNAMED",
                    e);
        }
    }

    @Nullable
    Object of(@Nullable Object target) {
        try {
            return field.get(target);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(field + " was made accessible", e);
        }
    }

    void set(Object target, @Nullable Object value) {
        try {
            field.set(target, value);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(field + " was made accessible", e);
        }
    }

    /** A part of the Java platform that cannot be looked into. The message says why, for a person. */
    static final class UnreachableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnreachableException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
