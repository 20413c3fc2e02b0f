package io.stacksy.gateway;

import jakarta.servlet.http.HttpServletResponse;

/** What stands at the head of an answer, whoever gives it. Belongs to the thread that serves the request. */
final class Head {
    private final HttpServletResponse response;
    private final String requestId;
    private String revision = "";
    private String cookie = "";
    private String policies = "";
    private String levels = "";

    Head(HttpServletResponse response, String requestId) {
        this.response = response;
        this.requestId = requestId;
    }

    /** Lets it bring a cookie by which the caller comes to the same revision again. */
    void stick(String newCookie) {
        cookie = newCookie;
    }

    /** The revision that is to answer. */
    void revision(String version) {
        revision = version;
    }

    /** The limits that the request comes under, and what is left of them, as their header fields say it. */
    void limits(String newPolicies, String newLevels) {
        policies = newPolicies;
        levels = newLevels;
        writeLimits();
    }

    /** Writes all that is known. */
    void write() {
        response.setHeader(RequestId.HEADER, requestId);
        response.setHeader("X-Content-Type-Options", "nosniff");
        set(Exchange.REVISION_HEADER, revision);
        set("Set-Cookie", cookie);
        writeLimits();
    }

    private void writeLimits() {
        set(RateLimit.POLICIES, policies);
        set(RateLimit.LEVELS, levels);
    }

    private void set(String name, String value) {
        if (!value.isEmpty()) {
            response.setHeader(name, value);
        }
    }
}
