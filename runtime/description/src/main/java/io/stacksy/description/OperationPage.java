package io.stacksy.description;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stacksy.route.Rule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the document of a node says about one operation, but for its name and its heading. */
final class OperationPage {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String CONTENT = "content";
    private static final String DESCRIPTION = "description";
    private static final String SCHEMA = "schema";
    private static final Set<String> WITH_BODY = Set.of("post", "put", "patch");
    private static final List<String> AS_IT_IS = List.of("deprecated", "externalDocs");

    private final JsonNode document;
    private final Transfer transfer;
    private final Shown shown;
    private final JsonNode described;
    private final ObjectNode page = JSON.objectNode();

    private OperationPage(JsonNode document, Transfer transfer, Shown shown) {
        this.document = document;
        this.transfer = transfer;
        this.shown = shown;
        this.described = shown.described().operation();
    }

    /** @param document where the operation is described */
    static ObjectNode of(JsonNode document, Transfer transfer, Shown shown) {
        OperationPage page = new OperationPage(document, transfer, shown);
        page.words();
        page.parameters();
        page.body();
        page.answers();
        page.page.set("security", Common.security(shown.rule()));
        return page.page;
    }

    private void words() {
        page.put("summary", Summary.of(shown));
        for (String name : AS_IT_IS) {
            if (described.has(name)) {
                page.set(name, transfer.copy(described.path(name)));
            }
        }
        String own = described.path(DESCRIPTION).asText().strip();
        page.put(DESCRIPTION, (own.isEmpty() ? "" : own + "\n\n") + Common.words(shown.rule()));
    }

    private void parameters() {
        Map<String, ObjectNode> given = given();
        List<String> known = Template.variables(shown.described().template());
        List<String> names = Template.variables(shown.template());
        ArrayNode parameters = JSON.arrayNode();
        for (int i = 0; i < names.size(); i++) {
            ObjectNode parameter = given.getOrDefault("path " + known.get(i), JSON.objectNode());
            parameters.add(parameter.put("name", names.get(i)).put("in", "path").put("required", true));
            withSchema(parameter, "string");
        }
        given.values().stream()
                .filter(parameter -> !parameter.path("in").asText().equals("path"))
                .forEach(parameter -> parameters.add(withSchema(parameter, "")));
        if (!parameters.isEmpty()) {
            page.set("parameters", parameters);
        }
    }

    /** Those of the description, by where they are and what they are called; those of the operation have the say. */
    private Map<String, ObjectNode> given() {
        Map<String, ObjectNode> given = new LinkedHashMap<>();
        for (JsonNode list : List.of(shown.described().path().path("parameters"), described.path("parameters"))) {
            for (JsonNode one : list) {
                if (transfer.copy(OpenApi.resolve(document, one)) instanceof ObjectNode parameter
                        && parameter.path("name").isTextual()
                        && parameter.path("in").isTextual()) {
                    given.put(
                            parameter.path("in").asText() + " "
                                    + parameter.path("name").asText(),
                            parameter);
                }
            }
        }
        return given;
    }

    private static ObjectNode withSchema(ObjectNode parameter, String type) {
        if (!parameter.has(SCHEMA) && !parameter.has(CONTENT)) {
            ObjectNode schema = parameter.putObject(SCHEMA);
            if (!type.isEmpty()) {
                schema.put("type", type);
            }
        }
        return parameter;
    }

    private void body() {
        JsonNode body = transfer.copy(OpenApi.resolve(document, described.path("requestBody")));
        if (body.path(CONTENT).isObject()) {
            page.set("requestBody", body);
        } else if (!shown.isDescribed() && WITH_BODY.contains(shown.method())) {
            page.putObject("requestBody")
                    .putObject(CONTENT)
                    .putObject("application/json")
                    .putObject(SCHEMA);
        }
    }

    private void answers() {
        ObjectNode answers = page.putObject("responses");
        described.path("responses").properties().forEach(entry -> {
            if (transfer.copy(OpenApi.resolve(document, entry.getValue())) instanceof ObjectNode answer) {
                answers.set(entry.getKey(), answer(entry.getKey(), answer));
            }
        });
        if (answers.isEmpty()) {
            answers.putObject("2XX").put(DESCRIPTION, "It is done.");
        }
        refusal(answers, "400", Common.NOT_READABLE);
        if (!(shown.rule() instanceof Rule.Anyone)) {
            refusal(answers, "401", Common.NOT_SIGNED_IN);
        }
        if (shown.rule() instanceof Rule.AnyOf) {
            refusal(answers, "403", Common.NOT_ALLOWED);
        }
        if (!Template.variables(shown.template()).isEmpty()) {
            refusal(answers, "404", Common.NOT_THERE);
        }
        refusal(answers, "429", Common.TOO_OFTEN);
        refusal(answers, "default", Common.ANY_PROBLEM);
    }

    private static ObjectNode answer(String status, ObjectNode answer) {
        if (!answer.path(DESCRIPTION).isTextual()) {
            answer.put(DESCRIPTION, "");
        }
        boolean refusal = status.startsWith("4") || status.startsWith("5");
        if (refusal && !answer.has(CONTENT)) {
            answer.set(CONTENT, Common.problemContent());
        }
        return answer;
    }

    /** Refers to a shared answer, where the description has none of its own for that status. */
    static void refusal(ObjectNode answers, String status, String shared) {
        if (!answers.has(status)) {
            answers.set(status, Common.reference(shared));
        }
    }
}
