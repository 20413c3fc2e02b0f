package io.stacksy.gateway;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/** What stands at the head of an answer, whoever gives it. Belongs to the thread that serves the request. */
final class Head {
    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final Client client;
    private final BrowserAdvice advice;
    private final String requestId;
    /** What the server has said before: that it may compress the answer. */
    private final @Nullable String varying;

    private boolean answered;
    private String revision = "";
    private String cookie = "";
    private String policies = "";
    private String levels = "";

    Head(
            HttpServletRequest request,
            HttpServletResponse response,
            Client client,
            BrowserAdvice advice,
            String requestId) {
        this.request = request;
        this.response = response;
        this.client = client;
        this.advice = advice;
        this.requestId = requestId;
        this.varying = response.getHeader(Cors.VARY);
    }

    /** Lets it bring a cookie by which the caller comes to the same revision again. */
    void stick(String newCookie) {
        cookie = newCookie;
    }

    /** Tells caches by which of their headers the answer to other requests is another one. */
    void vary() {
        if (varying != null && response.getHeaders(Cors.VARY).stream().noneMatch(value -> value.contains(varying))) {
            response.addHeader(Cors.VARY, varying);
        }
    }

    /** Who is to answer is known: the revision of that version or, where it is empty, the platform. */
    void answerer(String version) {
        answered = true;
        revision = version;
        writeAnswerer();
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
        vary();
        advice.write(request, response, client);
        if (answered) {
            writeAnswerer();
        }
        writeLimits();
    }

    /** A revision is for whoever may have what it gives; the platform's pages are for itself. */
    private void writeAnswerer() {
        if (revision.isEmpty()) {
            response.setHeader(BrowserAdvice.READERS, "same-origin");
        } else {
            response.setHeader(Exchange.REVISION_HEADER, revision);
        }
        set("Set-Cookie", cookie);
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
