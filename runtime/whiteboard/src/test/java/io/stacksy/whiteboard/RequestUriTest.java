package io.stacksy.whiteboard;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RequestUriTest {
    @Test
    void theRestKeepsItsEncoding() {
        RequestUri uri = RequestUri.of(request("/api/links", "/api/links/a%2Fb/%C3%A4", "/a/b/\u00e4", "q=a%20b"));
        assertThat(uri.path()).isEqualTo("/a%2Fb/%C3%A4");
        assertThat(uri.base("")).hasToString("http://stacksy.test:8080/api/links/");
        assertThat(uri.base("/shop")).hasToString("http://stacksy.test:8080/api/links/shop/");
        assertThat(uri.whole()).hasToString("http://stacksy.test:8080/api/links/a%2Fb/%C3%A4?q=a%20b");
    }

    @Test
    void theEndpointItselfIsASlash() {
        assertThat(RequestUri.of(request("/api/links", "/api/links", null, null))
                        .path())
                .isEqualTo("/");
        assertThat(RequestUri.of(request("", "/auth/login", "/auth/login", null))
                        .path())
                .isEqualTo("/auth/login");
    }

    @Test
    void anAliasIsReadFromThePathInfo() {
        assertThat(RequestUri.of(request("/api/links", "/l/x", "/x y", null)).whole())
                .hasToString("http://stacksy.test:8080/api/links/x%20y");
    }

    @Test
    void whatNoAddressMayHaveIsEncoded() {
        assertThat(RequestUri.of(request("/api/links", "/api/links/a|b", "/a|b", "q={x}|"))
                        .whole())
                .hasToString("http://stacksy.test:8080/api/links/a%7Cb?q=%7Bx%7D%7C");
    }

    private static HttpServletRequest request(
            String base, String uri, @Nullable String pathInfo, @Nullable String query) {
        Map<String, Object> answers = new HashMap<>();
        answers.put("getContextPath", "");
        answers.put("getServletPath", base);
        answers.put("getRequestURI", uri);
        answers.put("getScheme", "http");
        answers.put("getServerName", "stacksy.test");
        answers.put("getServerPort", 8080);
        if (pathInfo != null) {
            answers.put("getPathInfo", pathInfo);
        }
        if (query != null) {
            answers.put("getQueryString", query);
        }
        return (HttpServletRequest) Proxy.newProxyInstance(
                RequestUriTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> answers.get(method.getName()));
    }
}
