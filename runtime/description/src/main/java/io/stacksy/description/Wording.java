package io.stacksy.description;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What a value would have to be, by a keyword of its schema. */
final class Wording {
    private static final int MAX_CHOICES = 20;
    private static final int MAX_TEXT = 200;

    private Wording() {}

    /** @param asked what stands behind the keyword */
    static String of(String keyword, JsonNode asked) {
        return switch (keyword) {
            case "type" -> "must be " + types(asked);
            case "required" -> "is missing";
            case "enum" -> "must be " + choices(asked);
            case "const" -> "must be " + text(asked);
            case "pattern" -> "must match the pattern " + text(asked);
            case "format" -> "must be " + form(asked.asText());
            case "minimum" -> "must be at least " + text(asked);
            case "maximum" -> "must be at most " + text(asked);
            case "exclusiveMinimum" -> "must be more than " + text(asked);
            case "exclusiveMaximum" -> "must be less than " + text(asked);
            case "multipleOf" -> "must be a multiple of " + text(asked);
            case "minLength" -> asked.asInt() == 1
                    ? "must not be empty"
                    : "must have at least " + text(asked) + " characters";
            case "maxLength" -> "must have at most " + text(asked) + " characters";
            case "minItems" -> "must have at least " + text(asked) + " entries";
            case "maxItems" -> "must have at most " + text(asked) + " entries";
            case "uniqueItems" -> "must not have the same entry twice";
            case "contains" -> "lacks an entry that it must have";
            case "minProperties" -> "must have at least " + text(asked) + " fields";
            case "maxProperties" -> "must have at most " + text(asked) + " fields";
            case "additionalProperties", "unevaluatedProperties", "false" -> "no such field";
            case "propertyNames" -> "is not a name that a field may have here";
            case "oneOf" -> "must be of exactly one of the forms that the description has for it";
            case "anyOf" -> "must be of one of the forms that the description has for it";
            case "not" -> "must not be of the form that the description excludes";
            default -> "is not as the description asks by '" + keyword + "'";
        };
    }

    private static String types(JsonNode asked) {
        if (asked.isTextual()) {
            return type(asked.asText());
        }
        List<String> types = new ArrayList<>();
        asked.forEach(one -> types.add(type(one.asText())));
        return String.join(" or ", types);
    }

    private static String type(String name) {
        return switch (name) {
            case "string" -> "a text";
            case "integer" -> "a whole number";
            case "number" -> "a number";
            case "boolean" -> "true or false";
            case "array" -> "a list";
            case "object" -> "an object";
            default -> name;
        };
    }

    private static String choices(JsonNode asked) {
        if (asked.size() > MAX_CHOICES) {
            return "one of the " + asked.size() + " values that the description lists";
        }
        return StreamSupport.stream(asked.spliterator(), false)
                .map(Wording::text)
                .collect(Collectors.joining(", ", asked.size() == 1 ? "" : "one of ", ""));
    }

    private static String form(String format) {
        return switch (format) {
            case "date-time" -> "a time such as 2026-01-31T12:00:00Z";
            case "date" -> "a date such as 2026-01-31";
            case "time" -> "a time of day such as 12:00:00Z";
            case "duration" -> "a duration such as PT10M";
            case "uri" -> "an address such as https://example.com/";
            case "email" -> "an e-mail address";
            case "uuid" -> "a UUID such as 123e4567-e89b-42d3-a456-426614174000";
            default -> "of the format " + format;
        };
    }

    private static String text(JsonNode value) {
        String text = value.isValueNode() ? value.asText() : value.toString();
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
    }
}
