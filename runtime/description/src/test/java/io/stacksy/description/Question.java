package io.stacksy.description;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a check looks at of a request, made for a test; asked for anything else, it fails. */
final class Question {
    private @Nullable String query;
    private @Nullable String contentType;
    private final Map<String, List<String>> headers = new TreeMap<>();

    Question query(String value) {
        query = value;
        return this;
    }

    Question contentType(String value) {
        contentType = value;
        return this;
    }

    Question header(String name, String... values) {
        headers.put(name.toLowerCase(Locale.ROOT), List.of(values));
        return this;
    }

    HttpServletRequest request() {
        Class<?>[] types = {HttpServletRequest.class};
        return (HttpServletRequest) Proxy.newProxyInstance(
                Question.class.getClassLoader(), types, (proxy, method, arguments) -> switch (method.getName()) {
                    case "getQueryString" -> query;
                    case "getContentType" -> contentType;
                    case "getHeaders" -> Collections.enumeration(
                            headers.getOrDefault(((String) arguments[0]).toLowerCase(Locale.ROOT), List.of()));
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
