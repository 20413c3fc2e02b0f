package io.stacksy.description;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stacksy.route.Rule;
import java.util.List;
import java.util.TreeSet;

/** What all parts of the document of a node share: how to sign in, and how a refusal looks. */
final class Common {
    /** The media type of a refusal. */
    static final String PROBLEM_TYPE = "application/problem+json";

    static final String ANY_PROBLEM = "Problem";
    static final String NOT_SIGNED_IN = "NotSignedIn";
    static final String NOT_ALLOWED = "NotAllowed";
    static final String NOT_READABLE = "NotReadable";
    static final String NOT_THERE = "NotThere";
    static final String TOO_OFTEN = "TooOften";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> SCHEMES = List.of("bearer", "api_key");
    private static final String DESCRIPTION = "description";

    private Common() {}

    /** Puts into {@code components} what the rest of this class refers to. No name has a dot in it. */
    static void define(ObjectNode components) {
        components.withObject("/schemas").set("Problem", problem());
        ObjectNode responses = components.putObject("responses");
        responses.set(ANY_PROBLEM, answer("It was refused, or failed; the body says why."));
        responses.set(NOT_SIGNED_IN, answer("The caller is not signed in, or not with something that is valid."));
        responses.set(NOT_ALLOWED, answer("The caller is signed in and may not do this."));
        responses.set(NOT_READABLE, answer("The request cannot be read: its path, a header or its body is malformed."));
        responses.set(NOT_THERE, answer("There is no such thing, or none that the caller may know of."));
        ObjectNode tooOften = answer("The caller has come more often than it may.");
        header(tooOften, "Retry-After", "In how many seconds to come again.", "integer");
        header(tooOften, "RateLimit", "What is left of each limit, and when there is more.", "string");
        header(tooOften, "RateLimit-Policy", "The limits.", "string");
        responses.set(TOO_OFTEN, tooOften);
        Repeats.define(components);
        ObjectNode schemes = components.putObject("securitySchemes");
        schemes.putObject(SCHEMES.get(0))
                .put("type", "http")
                .put("scheme", "bearer")
                .put(DESCRIPTION, "An access token from `POST /auth/login`, or an API key.");
        schemes.putObject(SCHEMES.get(1))
                .put("type", "apiKey")
                .put("in", "header")
                .put("name", "X-API-Key")
                .put(DESCRIPTION, "An API key from `POST /auth/api-keys`.");
    }

    /** A refusal as RFC 9457 has it, with what a node adds. */
    private static ObjectNode problem() {
        ObjectNode problem =
                JSON.objectNode().put("type", "object").put(DESCRIPTION, "Why there is no answer, as RFC 9457 has it.");
        problem.putArray("required").add("type").add("title").add("status").add("request_id");
        ObjectNode properties = problem.putObject("properties");
        properties.set("type", text().put("format", "uri-reference"));
        properties.set("title", text());
        properties.putObject("status").put("type", "integer");
        properties.set("detail", text());
        properties.set("instance", text().put("format", "uri-reference"));
        properties.set("request_id", text().put(DESCRIPTION, "The `X-Request-Id` of the answer, for the logs."));
        ObjectNode error = JSON.objectNode().put("type", "object");
        error.putArray("required").add("field").add("message");
        error.putObject("properties").<ObjectNode>set("field", text()).set("message", text());
        properties
                .putObject("errors")
                .put("type", "array")
                .put(DESCRIPTION, "What is wrong with which field.")
                .set("items", error);
        return problem;
    }

    private static ObjectNode text() {
        return JSON.objectNode().put("type", "string");
    }

    static ObjectNode answer(String words) {
        ObjectNode answer = JSON.objectNode().put(DESCRIPTION, words);
        answer.set("content", problemContent());
        return answer;
    }

    static void header(ObjectNode answer, String name, String words, String type) {
        answer.withObject("/headers")
                .putObject(name)
                .put(DESCRIPTION, words)
                .putObject("schema")
                .put("type", type);
    }

    /** The content of an answer that is a refusal. */
    static ObjectNode problemContent() {
        ObjectNode content = JSON.objectNode();
        content.putObject(PROBLEM_TYPE).putObject("schema").put("$ref", "#/components/schemas/Problem");
        return content;
    }

    static JsonNode reference(String answer) {
        return JSON.objectNode().put("$ref", "#/components/responses/" + answer);
    }

    /** What a rule asks for: one of the schemes, where it names grants with one of them. Nothing where it asks nothing. */
    static ArrayNode security(Rule rule) {
        ArrayNode security = JSON.arrayNode();
        if (rule instanceof Rule.AnyOf anyOf) {
            for (String grant : new TreeSet<>(anyOf.grants())) {
                SCHEMES.forEach(scheme -> security.addObject().putArray(scheme).add(grant));
            }
        } else if (!(rule instanceof Rule.Anyone)) {
            SCHEMES.forEach(scheme -> security.addObject().putArray(scheme));
        }
        return security;
    }

    /** {@code Needs links:read or links:write.} */
    static String words(Rule rule) {
        return rule instanceof Rule.AnyOf ? "Needs " + Rules.words(rule) + "." : "Open to " + Rules.words(rule) + ".";
    }
}
