package io.stacksy.description;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes pieces of one OpenAPI document over into another. Components that they refer to come along under names of their
 * own; what refers to nothing that is there does not refer any more. Not thread-safe.
 */
final class Transfer {
    private static final String REFERENCE = "$ref";
    private static final String COMPONENTS = "#/components/";
    private static final String SCHEMAS = "schemas";
    /** Those of a component that is not resolved in its place. */
    private static final Set<String> KINDS = Set.of(SCHEMAS, "headers", "examples");
    /** Below these stand names, not keywords. */
    private static final Set<String> NAMED =
            Set.of("properties", "patternProperties", "dependentSchemas", "$defs", "headers", "content", "encoding");
    /** Below these stands what is not part of the document. */
    private static final Set<String> DATA = Set.of("example", "default", "enum", "const", "value");
    /** Where a schema could say that it is a document of its own. */
    private static final Set<String> LEFT_OUT =
            Set.of("$schema", "$id", "$anchor", "$dynamicRef", "$dynamicAnchor", "$vocabulary", "links");

    private final JsonNode source;
    private final boolean old;
    private final String prefix;
    private final ObjectNode components;
    private final Map<String, String> names = new HashMap<>();
    private final Deque<Runnable> pending = new ArrayDeque<>();
    private final Set<String> inlining = new HashSet<>();

    /**
     * @param prefix what the names of its components begin with in the other document
     * @param components those of the other document
     */
    Transfer(JsonNode source, String prefix, ObjectNode components) {
        this.source = source;
        this.old = source.path("openapi").asText().startsWith("3.0");
        this.prefix = prefix;
        this.components = components;
    }

    /** A copy of {@code node}, a piece of the source. */
    JsonNode copy(JsonNode node) {
        JsonNode copy = copied(node);
        while (!pending.isEmpty()) {
            pending.remove().run();
        }
        return copy;
    }

    private JsonNode copied(JsonNode node) {
        if (node.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            node.forEach(one -> array.add(copied(one)));
            return array;
        }
        if (!node.isObject()) {
            return node;
        }
        String target = node.path(REFERENCE).asText();
        if (!target.isEmpty()) {
            return reference(node, target);
        }
        return object(node);
    }

    private ObjectNode object(JsonNode node) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        node.properties().forEach(property -> {
            String key = property.getKey();
            JsonNode value = property.getValue();
            if (DATA.contains(key) || key.startsWith("x-") || (key.equals("examples") && value.isArray())) {
                object.set(key, value.deepCopy());
            } else if (key.equals("discriminator")) {
                object.set(key, discriminator(value));
            } else if (NAMED.contains(key) || key.equals("examples")) {
                object.set(key, named(value));
            } else if (!LEFT_OUT.contains(key) && !key.equals(REFERENCE)) {
                object.set(key, copied(value));
            }
        });
        if (old) {
            OldSchema.renew(object);
        }
        return object;
    }

    private ObjectNode named(JsonNode map) {
        ObjectNode named = JsonNodeFactory.instance.objectNode();
        map.properties().forEach(entry -> named.set(entry.getKey(), copied(entry.getValue())));
        return named;
    }

    private JsonNode discriminator(JsonNode node) {
        JsonNode copy = node.deepCopy();
        if (copy.path("mapping") instanceof ObjectNode mapping) {
            List.copyOf(mapping.properties()).forEach(entry -> {
                String given = entry.getValue().asText();
                String target = given.startsWith("#") ? given : COMPONENTS + SCHEMAS + "/" + given;
                component(target)
                        .ifPresentOrElse(to -> mapping.put(entry.getKey(), to), () -> mapping.remove(entry.getKey()));
            });
        }
        return copy;
    }

    private JsonNode reference(JsonNode node, String target) {
        return component(target)
                .map(to -> {
                    ObjectNode copy = old ? JsonNodeFactory.instance.objectNode() : object(node);
                    return (JsonNode) copy.put(REFERENCE, to);
                })
                .orElseGet(() -> inlined(node, target));
    }

    /** What {@code target} is, in its place; what leads nowhere, or to itself, says nothing. */
    private JsonNode inlined(JsonNode node, String target) {
        JsonNode found = OpenApi.resolve(source, node);
        if (found.isMissingNode() || !inlining.add(target)) {
            return object(node);
        }
        try {
            return copied(found);
        } finally {
            inlining.remove(target);
        }
    }

    /** The reference to a component in the other document, where it is or will be taken over. */
    private Optional<String> component(String target) {
        if (!target.startsWith(COMPONENTS)) {
            return Optional.empty();
        }
        String[] steps = target.substring(COMPONENTS.length()).split("/", -1);
        JsonNode found = source.at(target.substring(1));
        if (steps.length != 2 || !KINDS.contains(steps[0]) || found.isMissingNode()) {
            return Optional.empty();
        }
        String name = names.computeIfAbsent(target, added -> take(steps[0], steps[1], found));
        return Optional.of(COMPONENTS + steps[0] + "/" + name);
    }

    private String take(String kind, String name, JsonNode found) {
        ObjectNode there = components.withObject("/" + kind);
        String safe = prefix + "." + name.replaceAll("[^a-zA-Z0-9._-]", "_");
        String free = safe;
        for (int i = 2; there.has(free); i++) {
            free = safe + "_" + i;
        }
        there.set(free, TextNode.valueOf("")); // its place: it may refer to itself
        String taken = free;
        pending.add(() -> there.set(taken, copied(found)));
        return taken;
    }
}
