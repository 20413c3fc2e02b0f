package io.stacksy.gateway;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint has in its hands when the gateway has answered and ended a late exchange in its place: a request that
 * says nothing and a response that takes anything. The server has given the real ones to the next exchange.
 */
final class Gone {
    static final HttpServletRequest REQUEST = nothing(HttpServletRequest.class);
    static final HttpServletResponse RESPONSE = nothing(HttpServletResponse.class);

    private Gone() {}

    private static <T> T nothing(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> answer(method)));
    }

    private static @Nullable Object answer(Method method) {
        Class<?> type = method.getReturnType();
        if (method.getName().equals("getCharacterEncoding")) {
            return StandardCharsets.UTF_8.name();
        }
        if (type == boolean.class) {
            return method.getName().equals("isCommitted");
        }
        return type == int.class ? (Object) 0 : type == long.class ? (Object) 0L : null;
    }
}
