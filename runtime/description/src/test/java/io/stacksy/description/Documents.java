package io.stacksy.description;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stacksy.route.Operation;
import io.stacksy.route.Rule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Parts of documents, and documents that are made of them. */
final class Documents {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Documents() {}

    /** A tool at version 1.0.0 that asks for the permission {@code {name}:read}. */
    static Part tool(String name, List<String> aliases, String description, String... operations) {
        return new Part(
                name,
                name,
                Optional.of(name + "@1.0.0"),
                "/api/" + name,
                aliases,
                operations(new Rule.AnyOf(Set.of(name + ":read")), operations),
                Optional.of(description).filter(text -> !text.isEmpty()));
    }

    static List<Operation> operations(Rule rule, String... operations) {
        List<Operation> all = new ArrayList<>();
        for (String operation : operations) {
            String[] words = operation.split(" ", 2);
            all.add(new Operation(words[0], words[1], rule, OptionalLong.empty()));
        }
        return all;
    }

    /** The document of these parts. Every reference in it leads somewhere, and no two operations have one name. */
    static JsonNode of(Part... parts) {
        JsonNode document = read(Compilation.of("1.2.3", "/", List.of(parts)));
        for (JsonNode reference : document.findValues("$ref")) {
            assertThat(document.at(reference.asText().substring(1)).isMissingNode())
                    .as(reference.asText())
                    .isFalse();
        }
        assertThat(document.findValuesAsText("operationId")).doesNotHaveDuplicates();
        return document;
    }

    static JsonNode read(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
