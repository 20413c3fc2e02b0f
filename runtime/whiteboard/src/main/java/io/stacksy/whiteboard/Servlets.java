package io.stacksy.whiteboard;

import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletContext;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/** The surroundings that Jersey's servlet asks for; a container has none, so all of it is empty. */
final class Servlets {
    private static final ServletContext CONTEXT = empty(ServletContext.class, Servlets::nothing);

    private Servlets() {}

    static ServletConfig config() {
        return empty(
                ServletConfig.class,
                (proxy, method, arguments) ->
                        method.getName().equals("getServletContext") ? CONTEXT : nothing(proxy, method, arguments));
    }

    private static <T> T empty(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static @Nullable Object nothing(Object proxy, Method method, Object @Nullable [] arguments) {
        Class<?> type = method.getReturnType();
        if (type == Enumeration.class) {
            return Collections.emptyEnumeration();
        }
        if (type == String.class) {
            return method.getParameterCount() == 0 ? "" : null;
        }
        if (type == boolean.class) {
            return method.getName().equals("equals") && arguments != null && proxy == arguments[0];
        }
        return type == int.class ? (Object) System.identityHashCode(proxy) : null;
    }
}
