package io.stacksy.description;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A schema, compiled. Thread-safe. */
final class Form {
    /** What a schema may say without asking anything. */
    private static final Set<String> ABOUT = Set.of(
            "title",
            "description",
            "default",
            "example",
            "examples",
            "deprecated",
            "readOnly",
            "writeOnly",
            "externalDocs");

    private static final String TYPE = "type";
    private static final String STRING = "string";
    private static final int MAX_HOPS = 16;

    private final Schema schema;
    private final JsonNode written;
    private final JsonNode document;
    private final Set<String> types;
    private final Set<String> itemTypes;

    /** @param document what it is part of, and refers to */
    Form(Schema schema, JsonNode document) {
        this.schema = schema;
        this.document = document;
        this.written = schema.getSchemaNode();
        this.types = types(written, 0);
        this.itemTypes = types(resolved(written).path("items"), 0);
    }

    List<Error> errors(JsonNode value) {
        return schema.validate(value);
    }

    /** Whether a list may be meant. */
    boolean takesList() {
        return types.contains("array");
    }

    /** Whether an object may be meant, of which a parameter says nothing that is understood here. */
    boolean takesObject() {
        return types.contains("object") || itemTypes.contains("object");
    }

    /** The types of a value, or of an entry of a list. */
    Set<String> textTypes() {
        return takesList() ? itemTypes : types;
    }

    /** Whether it asks more of a parameter than to be a text, or a list of texts, and can be asked of one. */
    boolean asksOfText() {
        JsonNode node = resolved(written);
        boolean text = node.path(TYPE).asText().equals(STRING) && isOpenBut(node, Set.of(TYPE));
        JsonNode items = resolved(node.path("items"));
        boolean texts = node.path(TYPE).asText().equals("array")
                && isOpenBut(node, Set.of(TYPE, "items"))
                && (items.path(TYPE).asText(STRING).equals(STRING) && isOpenBut(items, Set.of(TYPE)));
        return !text && !texts && !takesObject();
    }

    /** Whether {@code schema} takes everything. */
    static boolean isOpen(JsonNode schema) {
        return isOpenBut(schema, Set.of());
    }

    private static boolean isOpenBut(JsonNode schema, Set<String> keywords) {
        return schema.properties().stream()
                .allMatch(property -> ABOUT.contains(property.getKey())
                        || keywords.contains(property.getKey())
                        || property.getKey().startsWith("x-"));
    }

    private Set<String> types(JsonNode node, int depth) {
        JsonNode found = resolved(node);
        Set<String> named = new HashSet<>();
        JsonNode type = found.path(TYPE);
        if (type.isTextual()) {
            named.add(type.asText());
        }
        type.forEach(one -> named.add(one.asText()));
        if (depth < MAX_HOPS) {
            for (String combined : List.of("allOf", "anyOf", "oneOf")) {
                found.path(combined).forEach(part -> named.addAll(types(part, depth + 1)));
            }
        }
        return named;
    }

    private JsonNode resolved(JsonNode node) {
        return node.path("$ref").isTextual() ? OpenApi.resolve(document, node) : node;
    }
}
