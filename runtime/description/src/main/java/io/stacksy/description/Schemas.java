package io.stacksy.description;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import com.networknt.schema.path.NodePath;
import com.networknt.schema.path.PathType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compiles the schemas in one OpenAPI document. Nothing outside of it is ever asked for. Not thread-safe. */
final class Schemas {
    private static final String REFERENCE = "$ref";
    private static final String SCHEMAS = "schemas";
    private static final String PARTS = "parts";
    private static final String META = "https://json-schema.org/draft/2020-12/";

    /** JSON Schema 2020-12, with whatever keywords OpenAPI and its extensions add, which ask nothing. */
    private static final Dialect DIALECT = Dialect.builder(Dialects.getDraft202012())
            .unknownKeywordFactory((keyword, context) -> new NonValidationKeyword(keyword))
            .build();

    private final JsonNode document;
    /** One schema document for all that is compiled, so that what several parts refer to is compiled once. */
    private final ObjectNode whole = JsonNodeFactory.instance.objectNode();

    private final ArrayNode parts = whole.putArray(PARTS);
    private final ObjectNode components = whole.putObject("components");
    private final Transfer transfer;
    private final Schema root = registry().getSchema(whole);
    /** What is wrong with each component that was taken over; empty for nothing. */
    private final Map<String, String> complaints = new HashMap<>();

    Schemas(JsonNode document) {
        this.document = document;
        this.transfer = new Transfer(document, "request", components);
    }

    /** What schemas themselves have to be like; read when the first one is compiled. */
    private static final class Meta {
        static final Schema SCHEMA =
                registry().getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()));
    }

    private static SchemaRegistry registry() {
        SchemaRegistryConfig config = SchemaRegistryConfig.builder()
                .formatAssertionsEnabled(true)
                .locale(Locale.ENGLISH)
                .pathType(PathType.JSON_POINTER)
                .build();
        return SchemaRegistry.withDialect(DIALECT, builder -> builder.schemaRegistryConfig(config)
                .schemas(Schemas::metaSchema)
                .schemaLoader(loader -> loader.allow(iri -> iri.toString().startsWith(META))));
    }

    /** One of the documents that make up JSON Schema 2020-12, from this bundle. */
    private static @Nullable String metaSchema(String iri) {
        if (!iri.startsWith(META)) {
            return null;
        }
        String name = "/draft/2020-12/" + iri.substring(META.length());
        try (InputStream in = Schemas.class.getResourceAsStream(name)) {
            return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be read", e);
        }
    }

    /**
     * Compiles one schema of the document.
     *
     * @return empty for one that takes everything
     * @throws IllegalArgumentException if it is none, or refers to what is not in the document; the message says where
     */
    Optional<Form> compile(JsonNode schema) {
        follow(document, schema, new HashSet<>());
        JsonNode copy = transfer.copy(schema);
        if (!copy.isObject()) {
            return copy.isBoolean() && !copy.asBoolean() ? Optional.of(form(nothing())) : Optional.empty();
        }
        Additions.apply(copy);
        if (Form.isOpen(copy)) {
            return Optional.empty();
        }
        require(complaint(copy));
        components
                .path(SCHEMAS)
                .properties()
                .forEach(
                        component -> complaints.computeIfAbsent("#/components/schemas/" + component.getKey(), added -> {
                            Additions.apply(component.getValue());
                            return complaint(component.getValue());
                        }));
        Set<String> reached = new HashSet<>();
        follow(whole, copy, reached);
        reached.forEach(target -> require(complaints.getOrDefault(target, "")));
        return Optional.of(form(copy));
    }

    private static ObjectNode nothing() {
        ObjectNode nothing = JsonNodeFactory.instance.objectNode();
        nothing.putObject("not");
        return nothing;
    }

    private Form form(JsonNode schema) {
        NodePath place = new NodePath(PathType.JSON_POINTER).append(PARTS).append(parts.size());
        parts.add(schema);
        try {
            Schema compiled = root.getRefSchema(place);
            compiled.initializeValidators();
            compiled.validate(NullNode.getInstance()); // which shows whether it comes to an end
            return new Form(compiled, whole);
        } catch (StackOverflowError e) {
            throw new IllegalArgumentException("its schema leads round in a circle", e);
        } catch (SchemaException e) {
            throw new IllegalArgumentException("its schema cannot be compiled: " + e.getMessage(), e);
        }
    }

    /** What is wrong with a schema itself; empty for nothing. */
    private static String complaint(JsonNode schema) {
        List<Error> errors = Meta.SCHEMA.validate(schema);
        return errors.isEmpty()
                ? ""
                : "its schema is not one of JSON Schema 2020-12, at '"
                        + errors.get(0).getInstanceLocation() + "': "
                        + errors.get(0).getMessage();
    }

    private static void require(String complaint) {
        if (!complaint.isEmpty()) {
            throw new IllegalArgumentException(complaint);
        }
    }

    /** Goes through all that {@code node} refers to in {@code document}, and adds it to what was seen. */
    private static void follow(JsonNode document, JsonNode node, Set<String> seen) {
        JsonNode reference = node.path(REFERENCE);
        if (reference.isTextual()) {
            String target = reference.asText();
            if (!target.startsWith("#/") || document.at(target.substring(1)).isMissingNode()) {
                throw new IllegalArgumentException("it refers to '" + target
                        + "', which is not in the document; put it below #/components/schemas");
            }
            if (seen.add(target)) {
                follow(document, document.at(target.substring(1)), seen);
            }
        }
        node.forEach(child -> follow(document, child, seen));
    }
}
