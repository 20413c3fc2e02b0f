package io.stacksy.description;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** How a caller may repeat a request to a tool safely, as the document of a node says it. */
final class Repeats {
    private static final String HEADER = "Idempotency-Key";
    private static final String PARAMETER = "IdempotencyKey";
    private static final String UNDER_WAY = "UnderWay";
    private static final String NOT_ACCEPTED = "NotAccepted";
    private static final Set<String> METHODS = Set.of("post", "patch");
    private static final int MAX_LENGTH = 255;

    private Repeats() {}

    /** Puts into {@code components} what operations refer to. */
    static void define(ObjectNode components) {
        ObjectNode parameter = components.putObject("parameters").putObject(PARAMETER);
        parameter
                .put("name", HEADER)
                .put("in", "header")
                .put(
                        "description",
                        "What a caller with an account calls this request by, to send it again safely: its repeats get the"
                                + " first answer.");
        parameter.putObject("schema").put("type", "string").put("minLength", 1).put("maxLength", MAX_LENGTH);
        ObjectNode underWay = Common.answer("The first request with this `Idempotency-Key` is under way.");
        Common.header(underWay, "Retry-After", "In how many seconds to come again.", "integer");
        ObjectNode responses = components.withObject("/responses");
        responses.set(UNDER_WAY, underWay);
        responses.set(
                NOT_ACCEPTED,
                Common.answer("The request is not as described, or its `Idempotency-Key` was used for another one."));
    }

    /** Adds to the page of a tool's operation what is not said there by the tool itself. */
    static void explain(ObjectNode page, String method) {
        if (!METHODS.contains(method)) {
            return;
        }
        if (!names(page.path("parameters"))) {
            page.withArray("/parameters").addObject().put("$ref", "#/components/parameters/" + PARAMETER);
        }
        ObjectNode answers = page.withObject("/responses");
        OperationPage.refusal(answers, "409", UNDER_WAY);
        OperationPage.refusal(answers, "422", NOT_ACCEPTED);
    }

    private static boolean names(JsonNode parameters) {
        for (JsonNode parameter : parameters) {
            if (parameter.path("in").asText().equals("header")
                    && parameter.path("name").asText().equalsIgnoreCase(HEADER)) {
                return true;
            }
        }
        return false;
    }
}
