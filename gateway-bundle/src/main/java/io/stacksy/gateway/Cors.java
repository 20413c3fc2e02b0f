package io.stacksy.gateway;

import io.stacksy.route.Endpoint;
import io.stacksy.route.Match;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whose pages may use the node from a browser: those of the origins that are named, with cookies, or those of all origins,
 * without. The node decides that and no tool. Immutable.
 */
final class Cors {
    private static final String ALL = "*";
    static final String VARY = "Vary";
    private static final String OWN = "Access-Control-";
    private static final String ASKED_METHOD = "Access-Control-Request-Method";
    private static final String ASKED_HEADERS = "Access-Control-Request-Headers";
    private static final Pattern HEADERS = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z, -]{1,1024}");
    private static final String SECONDS_TO_REMEMBER = "600";

    /** What a page may read of an answer, beside what browsers let it read anyway. */
    private static final String EXPOSED =
            "ETag, Idempotency-Replayed, Location, RateLimit, RateLimit-Policy, Retry-After, Stacksy-Revision, WWW-Authenticate, X-Request-Id";

    private final Set<String> origins;
    private final boolean all;

    /**
     * Reads a setting.
     *
     * @param setting origins such as {@code https://app.example.org}, with commas between them, or {@code *}
     * @throws IllegalArgumentException for {@code *} beside others, which could be read in two ways
     */
    Cors(String setting) {
        origins = Arrays.stream(setting.split(",", -1))
                .map(String::strip)
                .filter(origin -> !origin.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
        all = origins.contains(ALL);
        if (all && origins.size() > 1) {
            throw new IllegalArgumentException("either every origin or some: '" + setting + "'");
        }
    }

    /** Whether a header is for the node alone to say. */
    static boolean owns(String name) {
        return name.regionMatches(true, 0, OWN, 0, OWN.length());
    }

    /** Says who may read the answer. */
    void write(HttpServletRequest request, HttpServletResponse response) {
        if (all) {
            response.setHeader("Access-Control-Allow-Origin", ALL);
            response.setHeader("Access-Control-Expose-Headers", EXPOSED);
            return;
        }
        vary(response);
        String origin = request.getHeader("Origin");
        if (allows(origin)) {
            response.setHeader("Access-Control-Allow-Origin", origin);
            response.setHeader("Access-Control-Allow-Credentials", "true");
            response.setHeader("Access-Control-Expose-Headers", EXPOSED);
        }
    }

    /** Tells caches that the answer is another one for another origin, where it is. */
    void vary(HttpServletResponse response) {
        if (!all
                && !origins.isEmpty()
                && response.getHeaders(VARY).stream().noneMatch(value -> value.contains("Origin"))) {
            response.addHeader(VARY, "Origin");
        }
    }

    private boolean allows(@Nullable String origin) {
        return origin != null && (all || origins.contains(origin));
    }

    /**
     * Answers what a browser asks before it sends a page's request. That has no credential and asks for none: who may use
     * a method is found out by using it.
     *
     * @return whether it was such a question, by a page that may ask
     */
    boolean answer(HttpServletRequest request, HttpServletResponse response, Endpoint endpoint, String path) {
        String method = request.getHeader(ASKED_METHOD);
        if (method == null || !request.getMethod().equals("OPTIONS") || !allows(request.getHeader("Origin"))) {
            return false;
        }
        Set<String> methods = methods(endpoint, method, path);
        if (methods.isEmpty()) {
            return false;
        }
        response.setHeader("Allow", Refusal.allow(methods));
        response.setHeader("Access-Control-Allow-Methods", Refusal.allow(methods));
        String headers = request.getHeader(ASKED_HEADERS);
        if (headers != null && HEADERS.matcher(headers).matches()) {
            response.setHeader("Access-Control-Allow-Headers", headers);
        }
        response.setHeader("Access-Control-Max-Age", SECONDS_TO_REMEMBER);
        response.addHeader(VARY, ASKED_METHOD + ", " + ASKED_HEADERS);
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        return true;
    }

    /** What can be used at a path; where that has an answer of its own to OPTIONS, at least what was asked for. */
    private static Set<String> methods(Endpoint endpoint, String method, String path) {
        if (endpoint.match("OPTIONS", path) instanceof Match.WrongMethod others) {
            return others.allowed();
        }
        return endpoint.match(method, path) instanceof Match.Found ? Set.of(method) : Set.of();
    }
}
