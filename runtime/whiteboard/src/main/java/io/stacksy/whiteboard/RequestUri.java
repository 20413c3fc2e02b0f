package io.stacksy.whiteboard;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import org.glassfish.jersey.uri.UriComponent;
import org.jspecify.annotations.Nullable;

/**
 * Where a request goes.
 *
 * @param endpoint the address of the endpoint, without a slash at the end
 * @param path the rest, percent-encoding as it came, beginning with a slash
 * @param query the query with its question mark; empty if there is none
 */
record RequestUri(String endpoint, String path, String query) {
    static RequestUri of(HttpServletRequest request) {
        String prefix = request.getContextPath() + request.getServletPath();
        String query = request.getQueryString();
        return new RequestUri(
                origin(request) + encoded(prefix),
                encoded(rest(request, prefix)),
                query == null ? "" : "?" + UriComponent.contextualEncode(query, UriComponent.Type.QUERY));
    }

    /** The base of the container at {@code base}. */
    URI base(String base) {
        return URI.create(endpoint + encoded(base) + "/");
    }

    /** The whole address. */
    URI whole() {
        return URI.create(endpoint + path + query);
    }

    private static String rest(HttpServletRequest request, String prefix) {
        String uri = request.getRequestURI();
        boolean below =
                uri.startsWith(prefix) && (uri.length() == prefix.length() || uri.charAt(prefix.length()) == '/');
        @Nullable String rest = below ? uri.substring(prefix.length()) : request.getPathInfo();
        return rest == null || rest.isEmpty() ? "/" : rest;
    }

    private static String origin(HttpServletRequest request) {
        int port = request.getServerPort();
        boolean usual = port <= 0 || port == (request.getScheme().equals("https") ? 443 : 80);
        String name = request.getServerName();
        String host = name.indexOf(':') >= 0 && !name.startsWith("[") ? "[" + name + "]" : name;
        return request.getScheme() + "://" + host + (usual ? "" : ":" + port);
    }

    private static String encoded(String path) {
        return UriComponent.contextualEncode(path, UriComponent.Type.PATH);
    }
}
