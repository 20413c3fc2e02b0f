package io.stacksy.gateway;

import io.stacksy.auth.AuthException;
import io.stacksy.deploy.Revision;
import io.stacksy.deploy.ToolName;
import io.stacksy.route.Rule;
import io.stacksy.tool.Problem;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A request that the gateway answers itself, with a problem. Has no stack trace: it is an answer, not a fault. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final String CHALLENGE = "WWW-Authenticate";
    private static final String RETRY_AFTER = "Retry-After";

    private final transient Problem problem;
    private final transient Map<String, String> headers;

    private Refusal(int status, String detail, Map<String, String> headers) {
        super(detail, null, false, false);
        this.problem = Problems.of(status, detail);
        this.headers = headers;
    }

    private Refusal(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
        this.headers = Map.of();
    }

    /** A request that is not as the tool describes it. */
    static Refusal notAsDescribed(Problem problem) {
        return new Refusal(problem);
    }

    static Refusal badPath(String why) {
        return new Refusal(400, "the path " + why + "; send each resource's own plain path", Map.of());
    }

    static Refusal twoCredentials() {
        return new Refusal(
                400,
                "more than one credential was sent; send one of Authorization and X-API-Key, once",
                Map.of(CHALLENGE, Rule.CHALLENGE + ", error=\"invalid_request\""));
    }

    static Refusal notSignedIn() {
        return new Refusal(
                401, "sign in first: this needs an access token or an API key", Map.of(CHALLENGE, Rule.CHALLENGE));
    }

    static Refusal notAuthentic(AuthException cause) {
        String detail = String.valueOf(cause.getMessage());
        return switch (cause.reason()) {
            case INVALID -> new Refusal(401, detail, Map.of(CHALLENGE, Rule.CHALLENGE + ", error=\"invalid_token\""));
            case UNAVAILABLE -> new Refusal(503, detail, Map.of(RETRY_AFTER, "1"));
        };
    }

    /** What is lacking is in the challenge, for programs, and in the detail, for people. */
    static Refusal notAllowed(Rule rule) {
        String lacking = rule instanceof Rule.AnyOf anyOf
                ? "this needs " + String.join(" or ", new TreeSet<>(anyOf.grants())) + ", which you do not have"
                : "this is for nobody";
        return new Refusal(403, lacking, Map.of(CHALLENGE, rule.insufficientScope()));
    }

    static Refusal notFound() {
        return new Refusal(404, "there is nothing at this path", Map.of());
    }

    static Refusal noSuchTool() {
        return new Refusal(404, "no tool of that name is in service", Map.of());
    }

    static Refusal badRevision() {
        return new Refusal(400, "Stacksy-Revision has to be a version such as 1.2.0", Map.of());
    }

    static Refusal noSuchRevision() {
        return new Refusal(404, "that revision of the tool is not in service; leave Stacksy-Revision out", Map.of());
    }

    static Refusal wrongMethod(String method, Set<String> allowed) {
        String allow = allow(allowed);
        return new Refusal(405, method + " cannot be used here; what can be is " + allow, Map.of("Allow", allow));
    }

    /** TRACE and CONNECT, which nothing here answers. What follows a CONNECT would not be a request. */
    static Refusal forbiddenMethod(String method, Set<String> allowed) {
        return new Refusal(
                405, method + " cannot be used here", Map.of("Allow", allow(allowed), "Connection", "close"));
    }

    static Refusal bodyTooLarge(long limit) {
        return new Refusal(413, "the body may have at most " + limit + " bytes", Map.of("Connection", "close"));
    }

    /** A compressed body. What is taken instead stands in {@code Accept-Encoding}, as RFC 9110 has it. */
    static Refusal encodedBody() {
        return new Refusal(
                415,
                "a body may not be compressed or coded otherwise; leave Content-Encoding out and send it as it is",
                Map.of("Accept-Encoding", "identity", "Connection", "close"));
    }

    static Refusal bodyTooSlow() {
        return new Refusal(408, "the body came too slowly", Map.of("Connection", "close"));
    }

    static Refusal badBody() {
        return new Refusal(400, "the body is not valid HTTP", Map.of("Connection", "close"));
    }

    static Refusal notReady() {
        return new Refusal(503, "the node is still starting; try again soon", Map.of(RETRY_AFTER, "1"));
    }

    /** @param detail which limit, and when the caller may come again */
    static Refusal tooOften(String detail, long seconds) {
        return new Refusal(429, detail, Map.of(RETRY_AFTER, Long.toString(seconds)));
    }

    static Refusal tooMany(ToolName tool, int concurrency) {
        return new Refusal(
                503,
                "the tool '" + tool + "' has all " + concurrency
                        + " requests under way that it may have; try again soon",
                Map.of(RETRY_AFTER, "1"));
    }

    static Refusal quarantined(ToolName tool) {
        return new Refusal(
                503,
                "the tool '" + tool + "' is in quarantine after repeated trouble; its operators can release it",
                Map.of(RETRY_AFTER, "60"));
    }

    static Refusal missing() {
        return new Refusal(
                503, "the tool is out of service; its operators can bring it back", Map.of(RETRY_AFTER, "60"));
    }

    static Refusal resting(Revision revision, long seconds) {
        return new Refusal(
                503,
                "the tool '" + revision.tool() + "' fails most requests and is given a rest; try again later",
                Map.of(RETRY_AFTER, Long.toString(seconds)));
    }

    static Refusal overdue(Duration deadline) {
        return new Refusal(
                504,
                "the tool did not begin its answer within " + deadline.toMillis() + " ms; try again later",
                Map.of(RETRY_AFTER, "5"));
    }

    static Refusal badIdempotencyKey() {
        return new Refusal(
                400,
                "Idempotency-Key has to be one text of 1 to 255 characters, such as \"8e03978e-40d5-43dd-bc93-6894a57f9324\"",
                Map.of());
    }

    static Refusal keyUnderWay() {
        return new Refusal(
                409,
                "the first request with this Idempotency-Key is under way; send it again soon for its answer",
                Map.of(RETRY_AFTER, "1"));
    }

    static Refusal keyOfAnotherRequest() {
        return new Refusal(
                422,
                "this Idempotency-Key was used for a request with another method, path, query or body;"
                        + " take a new key for a new request",
                Map.of());
    }

    static Refusal answerNotKept() {
        return new Refusal(
                422,
                "the request with this Idempotency-Key was carried out, and its answer was too large or a stream and"
                        + " is not kept; look at what came of it, and take a new key to have it carried out again",
                Map.of());
    }

    static Refusal noKeysNow() {
        return new Refusal(
                503,
                "nobody can tell now whether this Idempotency-Key was used; nothing was done, so try again soon",
                Map.of(RETRY_AFTER, "1"));
    }

    static Refusal timedOut() {
        return new Refusal(504, "the answer took too long", Map.of());
    }

    static Refusal failed() {
        return new Refusal(500, "this could not be answered; the node's log says why, by the request id", Map.of());
    }

    /** A status that an endpoint set without a body of its own. */
    static Refusal bare(int status) {
        return new Refusal(status, Problems.explanation(status), Map.of());
    }

    Problem problem() {
        return problem;
    }

    /** What the answer has to say beside its body. */
    Map<String, String> headers() {
        return headers;
    }

    /** Methods as the {@code Allow} header lists them. */
    static String allow(Set<String> methods) {
        return String.join(", ", new TreeSet<>(methods));
    }
}
