package io.stacksy.description;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What OpenAPI says beside JSON Schema, said in JSON Schema: the range of a number, and what only answers have. */
final class Additions {
    private static final String REQUIRED = "required";

    private Additions() {}

    /** Adds it to all schemas in {@code node}. */
    static void apply(JsonNode node) {
        if (node instanceof ObjectNode object) {
            range(object);
            optional(object);
        }
        node.forEach(Additions::apply);
    }

    private static void range(ObjectNode schema) {
        switch (schema.path("format").asText()) {
            case "int32" -> range(schema, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case "int64" -> range(schema, Long.MIN_VALUE, Long.MAX_VALUE);
            default -> {}
        }
    }

    /** A bound of its own is inside of the range, or the range is not what the schema is about. */
    private static void range(ObjectNode schema, long lowest, long highest) {
        if (!schema.has("minimum") && !schema.has("exclusiveMinimum")) {
            schema.put("minimum", lowest);
        }
        if (!schema.has("maximum") && !schema.has("exclusiveMaximum")) {
            schema.put("maximum", highest);
        }
    }

    /** A property that is only read is required of answers, not of requests. */
    private static void optional(ObjectNode schema) {
        if (schema.path(REQUIRED) instanceof ArrayNode required && schema.path("properties") instanceof ObjectNode) {
            ArrayNode kept = JsonNodeFactory.instance.arrayNode();
            required.forEach(name -> {
                if (!schema.path("properties")
                        .path(name.asText())
                        .path("readOnly")
                        .asBoolean()) {
                    kept.add(name);
                }
            });
            schema.set(REQUIRED, kept);
        }
    }
}
