package io.stacksy.gateway;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Enumeration;

/**
 * Headers by which a client could pass for another, or for the gateway. Endpoints do not see them, whoever sent them.
 */
final class HiddenHeaders {
    private static final String USER = "x-user";
    private static final String INTERNAL = "x-internal-";
    private static final String TOOL_CONTEXT = "x-tool-context";
    private static final String FORWARDED = "forwarded";
    private static final String X_FORWARDED = "x-forwarded-";

    private HiddenHeaders() {}

    static boolean contains(String name) {
        return switch (name.isEmpty() ? ' ' : name.charAt(0)) {
            case 'x', 'X' -> begins(name, USER)
                    || begins(name, INTERNAL)
                    || begins(name, X_FORWARDED)
                    || name.equalsIgnoreCase(TOOL_CONTEXT);
            case 'f', 'F' -> name.equalsIgnoreCase(FORWARDED);
            default -> false;
        };
    }

    /** Whether nothing in {@code request} says that it came through a proxy. */
    static boolean isDirect(HttpServletRequest request) {
        Enumeration<String> names = request.getHeaderNames();
        while (names.hasMoreElements()) {
            String name = names.nextElement();
            if (begins(name, X_FORWARDED) || name.equalsIgnoreCase(FORWARDED) || name.equalsIgnoreCase("Via")) {
                return false;
            }
        }
        return true;
    }

    private static boolean begins(String name, String prefix) {
        return name.regionMatches(true, 0, prefix, 0, prefix.length());
    }
}
