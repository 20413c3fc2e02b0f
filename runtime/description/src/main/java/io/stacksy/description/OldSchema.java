package io.stacksy.description;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What OpenAPI 3.0 writes in another way than 3.1, rewritten. */
final class OldSchema {
    private static final String TYPE = "type";
    private static final String NULL = "null";

    private OldSchema() {}

    /** Changes an object of a 3.0 document to what it is in 3.1. What is no schema has none of this, and stays. */
    static void renew(ObjectNode schema) {
        if (schema.path("nullable").isBoolean()) {
            boolean nullable = schema.remove("nullable").asBoolean();
            if (nullable && schema.path(TYPE).isTextual()) { // without a type it means nothing in 3.0
                allowNull(schema);
            }
        }
        bound(schema, "minimum", "exclusiveMinimum");
        bound(schema, "maximum", "exclusiveMaximum");
    }

    private static void allowNull(ObjectNode schema) {
        String type = schema.path(TYPE).asText();
        schema.putArray(TYPE).add(type).add(NULL);
        if (schema.path("enum") instanceof ArrayNode choices && !hasNull(choices)) {
            choices.addNull();
        }
    }

    private static boolean hasNull(ArrayNode choices) {
        for (JsonNode choice : choices) {
            if (choice.isNull()) {
                return true;
            }
        }
        return false;
    }

    /** In 3.0 a flag says that the bound itself is outside; in 3.1 that is another bound. */
    private static void bound(ObjectNode schema, String inclusive, String exclusive) {
        if (!schema.path(exclusive).isBoolean()) {
            return;
        }
        boolean outside = schema.remove(exclusive).asBoolean();
        if (outside && schema.path(inclusive).isNumber()) {
            schema.set(exclusive, schema.remove(inclusive));
        }
    }
}
