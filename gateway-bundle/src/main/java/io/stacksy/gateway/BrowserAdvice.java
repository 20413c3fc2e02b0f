package io.stacksy.gateway;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What every answer tells browsers, where its endpoint does not say something else on purpose: to take it for nothing but
 * what it says it is, to load nothing for it, to show it in no frame, and to tell nobody of it.
 *
 * @param https whether all clients are to come by TLS, and to keep to that
 */
record BrowserAdvice(Terms terms, boolean https) {
    /** Which pages may use what it stands on, though they may not read it. */
    static final String READERS = "Cross-Origin-Resource-Policy";

    private static final String TYPE = "Content-Type";
    private static final String POLICY = "Content-Security-Policy";
    private static final String LOAD_NOTHING = "default-src 'none'; frame-ancestors 'none'";
    private static final String A_YEAR = "max-age=31536000";

    /** What stands at the head of whatever answer. */
    static void give(BiConsumer<String, String> head) {
        head.accept("X-Content-Type-Options", "nosniff");
        head.accept("Referrer-Policy", "no-referrer");
        head.accept(POLICY, LOAD_NOTHING);
    }

    /** Which pages of other origins may use the node, at this moment. */
    Cors cors() {
        return terms.now().cors();
    }

    void write(HttpServletRequest request, HttpServletResponse response, Client client) {
        give(response::setHeader);
        if (https && client.secure()) {
            response.setHeader("Strict-Transport-Security", A_YEAR);
        }
        cors().write(request, response);
    }

    /** The endpoint has said a header: takes back what does not fit it, and adds again what it may have replaced. */
    void adapt(HttpServletResponse response, String name, @Nullable String value) {
        if (name.equalsIgnoreCase(TYPE)) {
            if (isPage(value) && LOAD_NOTHING.equals(response.getHeader(POLICY))) {
                response.setHeader(POLICY, null); // a page loads something; only its author knows what
            }
        } else if (name.equalsIgnoreCase(Cors.VARY)) {
            cors().vary(response);
        }
    }

    private static boolean isPage(@Nullable String type) {
        return type != null && (begins(type, "text/html") || begins(type, "application/xhtml+xml"));
    }

    private static boolean begins(String type, String page) {
        return type.regionMatches(true, 0, page, 0, page.length());
    }
}
