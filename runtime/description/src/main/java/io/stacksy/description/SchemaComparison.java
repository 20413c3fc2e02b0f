package io.stacksy.description;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds what is different in one value, as the schemas of two OpenAPI documents have it. What callers send may be taken
 * more widely, what they get may be given more narrowly; the other way round it breaks them. What differs and is not
 * understood counts as breaking.
 */
final class SchemaComparison {
    private static final List<String> COMBINED = List.of("allOf", "anyOf", "oneOf");
    private static final List<String> NOT_UNDERSTOOD = List.of(
            "not", "if", "then", "else", "const", "patternProperties", "propertyNames", "multipleOf", "discriminator");

    private final JsonNode oldDocument;
    private final JsonNode newDocument;
    private final Way way;
    private final List<Difference> differences;
    private final Set<String> compared = new HashSet<>();

    /** Which way a value goes. */
    enum Way {
        REQUEST,
        ANSWER;

        String no(String what) {
            return (this == REQUEST ? "no longer takes " : "no longer has ") + what;
        }

        String fresh(String what) {
            return (this == REQUEST ? "takes " : "has ") + what + ", which is new";
        }
    }

    SchemaComparison(JsonNode oldDocument, JsonNode newDocument, Way way, List<Difference> differences) {
        this.oldDocument = oldDocument;
        this.newDocument = newDocument;
        this.way = way;
        this.differences = differences;
    }

    /** @param where what the value is, such as {@code the body} */
    void compare(JsonNode oldSchema, JsonNode newSchema, String where) {
        String pair =
                oldSchema.path("$ref").asText() + " " + newSchema.path("$ref").asText();
        if (!pair.isBlank() && !compared.add(pair)) {
            return; // a type that has itself in it, or one that was looked at
        }
        JsonNode old = OpenApi.resolve(oldDocument, oldSchema);
        JsonNode now = OpenApi.resolve(newDocument, newSchema);
        if (old.equals(now) && !mentionsOthers(old)) {
            return;
        }
        types(old, now, where);
        choices(old.path("enum"), now.path("enum"), where);
        new Bounds(way, differences).compare(old, now, where);
        properties(old, now, where);
        if (old.has("items") || now.has("items")) {
            compare(old.path("items"), now.path("items"), "each of " + where);
        }
        rest(old, now, where);
    }

    private static boolean mentionsOthers(JsonNode schema) {
        return schema.findValue("$ref") != null;
    }

    private void add(String words, boolean breaking) {
        differences.add(new Difference(words, breaking));
    }

    private void types(JsonNode old, JsonNode now, String where) {
        Set<String> before = types(old);
        Set<String> after = types(now);
        if (before.equals(after)) {
            return;
        }
        boolean fits = way == Way.REQUEST ? within(before, after) : within(after, before);
        add("has " + words(after) + " in place of " + words(before) + " as " + where, !fits);
    }

    private static Set<String> types(JsonNode schema) {
        Set<String> types = new LinkedHashSet<>();
        JsonNode type = schema.path("type");
        if (type.isTextual()) {
            types.add(type.asText());
        }
        type.forEach(one -> types.add(one.asText()));
        if (!types.isEmpty() && schema.path("nullable").asBoolean()) {
            types.add("null");
        }
        return types;
    }

    /** Whether all that one set of types has, the other has too; none at all means any. */
    private static boolean within(Set<String> narrow, Set<String> wide) {
        if (wide.isEmpty() || narrow.isEmpty()) {
            return wide.isEmpty();
        }
        return narrow.stream().allMatch(type -> wide.contains(type) || isWhole(type, wide));
    }

    private static boolean isWhole(String type, Set<String> wide) {
        return type.equals("integer") && wide.contains("number");
    }

    private static String words(Set<String> types) {
        return types.isEmpty() ? "anything" : String.join(" or ", types);
    }

    private void choices(JsonNode old, JsonNode now, String where) {
        Set<String> before = texts(old);
        Set<String> after = texts(now);
        if (before.equals(after)) {
            return;
        }
        if (way == Way.REQUEST) {
            boolean narrower = !after.isEmpty() && (before.isEmpty() || !after.containsAll(before));
            add("takes " + given(after) + " as " + where + ", and took " + given(before), narrower);
        } else {
            boolean wider = !before.isEmpty() && (after.isEmpty() || !before.containsAll(after));
            add("gives " + given(after) + " as " + where + ", and gave " + given(before), wider);
        }
    }

    private static String given(Set<String> choices) {
        return choices.isEmpty() ? "anything" : String.join(", ", choices);
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new LinkedHashSet<>();
        list.forEach(one -> texts.add(one.asText()));
        return texts;
    }

    private void properties(JsonNode old, JsonNode now, String where) {
        Set<String> before = texts(old.path("required"));
        Set<String> after = texts(now.path("required"));
        JsonNode known = old.path("properties");
        JsonNode next = now.path("properties");
        known.properties().forEach(property -> {
            String name = property.getKey();
            String named = "the property '" + name + "' of " + where;
            if (!next.has(name)) {
                add(way.no(named), true);
                return;
            }
            if (way == Way.REQUEST && after.contains(name) && !before.contains(name)) {
                add("now asks for " + named, true);
            }
            if (way == Way.ANSWER && before.contains(name) && !after.contains(name)) {
                add("can leave out " + named, true);
            }
            compare(property.getValue(), next.path(name), named);
        });
        next.fieldNames().forEachRemaining(name -> {
            if (!known.has(name)) {
                String named = "the property '" + name + "' of " + where;
                boolean asked = way == Way.REQUEST && after.contains(name);
                add(asked ? "now asks for " + named : way.fresh(named), asked);
            }
        });
        JsonNode others = now.path("additionalProperties");
        if (others.isObject() && old.path("additionalProperties").isObject()) {
            compare(old.path("additionalProperties"), others, "each property of " + where);
        } else if (!others.equals(old.path("additionalProperties"))) {
            add("has other rules for further properties of " + where, way == Way.REQUEST && !others.asBoolean(true));
        }
    }

    private void rest(JsonNode old, JsonNode now, String where) {
        for (String word : COMBINED) {
            JsonNode before = old.path(word);
            JsonNode after = now.path(word);
            if (before.size() != after.size()) {
                add("has " + where + " put together otherwise, which is not understood", true);
            } else {
                for (int i = 0; i < before.size(); i++) {
                    compare(before.path(i), after.path(i), where);
                }
            }
        }
        for (String word : NOT_UNDERSTOOD) {
            if (!old.path(word).equals(now.path(word))) {
                add("has another '" + word + "' for " + where + ", which is not understood", true);
            }
        }
    }
}
