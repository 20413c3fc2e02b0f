package io.stacksy.smoke;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/** What has to be true of every OpenAPI document of a node, whatever is on it. */
final class DocumentRules {
    private final JsonNode document;
    private final List<String> complaints = new ArrayList<>();
    private final Set<String> operationIds = new HashSet<>();
    private final Set<String> usedTags = new TreeSet<>();
    private final Set<String> tags = new TreeSet<>();

    private DocumentRules(JsonNode document) {
        this.document = document;
    }

    /** What is wrong with {@code document}, each with where it is. */
    static List<String> complaints(JsonNode document) {
        DocumentRules rules = new DocumentRules(document);
        rules.head();
        document.path("paths").properties().forEach(path -> path.getValue()
                .properties()
                .forEach(method -> rules.operation(
                        method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), method.getValue())));
        rules.check(rules.tags.equals(rules.usedTags), "declared tags", rules.tags + " and not " + rules.usedTags);
        return rules.complaints;
    }

    private void head() {
        for (String needed : List.of("/info/title", "/info/version", "/info/description", "/info/license/name")) {
            check(hasText(document.at(needed)), needed, "is missing");
        }
        check(hasText(document.at("/servers/0/url")), "servers", "there is none");
        for (JsonNode tag : document.path("tags")) {
            String name = tag.path("name").asText();
            check(tags.add(name), name, "the tag is declared twice");
            check(hasText(tag.path("description")), name, "the tag has no description");
        }
    }

    private void operation(String where, JsonNode operation) {
        check(hasText(operation.path("summary")), where, "has no summary");
        check(hasText(operation.path("description")), where, "has no description");
        check(hasText(operation.path("operationId")), where, "has no operationId");
        check(operationIds.add(operation.path("operationId").asText()), where, "has the operationId of another");
        check(operation.path("tags").size() == 1, where, "has not one tag");
        operation.path("tags").forEach(tag -> usedTags.add(tag.asText()));
        JsonNode answers = operation.path("responses");
        check(hasAnswer(answers, "2", "3"), where, "never succeeds");
        check(hasAnswer(answers, "4"), where, "never refuses");
        check(answers.has("default"), where, "does not say how all other failures look");
        JsonNode security = operation.path("security");
        check(security.isArray(), where, "does not say who may call it");
        for (JsonNode requirement : security) {
            requirement
                    .fieldNames()
                    .forEachRemaining(scheme -> check(
                            document.at("/components/securitySchemes").has(scheme),
                            where,
                            "needs the unknown " + scheme));
        }
    }

    private static boolean hasAnswer(JsonNode answers, String... classes) {
        return StreamSupport.stream(((Iterable<String>) answers::fieldNames).spliterator(), false)
                .anyMatch(status -> List.of(classes).contains(status.substring(0, 1)));
    }

    private static boolean hasText(JsonNode node) {
        return node.isTextual() && !node.asText().isBlank();
    }

    private void check(boolean good, String where, String complaint) {
        if (!good) {
            complaints.add(where + ": " + complaint);
        }
    }
}
