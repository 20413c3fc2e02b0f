package io.stacksy.description;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.RolloutException.Reason;
import io.stacksy.description.Description.Offer;
import io.stacksy.route.Endpoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An OpenAPI document, 3.0 or 3.1, of a tool. Its paths are relative to {@code /api/{tool}}.
 *
 * @param root an object
 */
record OpenApi(JsonNode root) {
    /** Where a jar has it. */
    static final String ENTRY = Endpoint.DESCRIPTION;

    private static final List<String> METHODS =
            List.of("get", "put", "post", "delete", "options", "head", "patch", "trace");
    private static final String REFERENCE = "$ref";
    private static final int MAX_HOPS = 16;

    /** @throws RolloutException {@code BAD_ARTIFACT} if it is no such document */
    static OpenApi parse(byte[] json) {
        try {
            JsonNode root = new ObjectMapper().readTree(json);
            if (!root.path("openapi").asText().startsWith("3.")
                    || !root.path("paths").isObject()) {
                throw bad("it is no OpenAPI 3 document with paths", null);
            }
            return new OpenApi(root);
        } catch (JsonProcessingException e) {
            throw bad(
                    "it is not JSON, line "
                            + (e.getLocation() == null ? 0 : e.getLocation().getLineNr()),
                    e);
        } catch (IOException e) {
            throw bad("it cannot be read", e);
        }
    }

    private static RolloutException bad(String what, @Nullable Throwable cause) {
        String message = "the " + ENTRY + " in the jar does not describe the tool: " + what
                + "; make it at build time, or leave it out";
        return cause == null
                ? RolloutException.because(Reason.BAD_ARTIFACT, message)
                : RolloutException.because(Reason.BAD_ARTIFACT, message, cause);
    }

    List<Offer> offers() {
        List<Offer> offers = new ArrayList<>();
        root.path("paths").properties().forEach(path -> {
            JsonNode item = resolve(root, path.getValue());
            for (String method : METHODS) {
                if (item.path(method).isObject()) {
                    offers.add(new Offer(
                            method.toUpperCase(Locale.ROOT),
                            Template.joined(path.getKey(), ""),
                            Optional.empty(),
                            item,
                            item.path(method)));
                }
            }
        });
        return offers;
    }

    /** What {@code node} is, or refers to within {@code document}; missing where that leads nowhere. */
    static JsonNode resolve(JsonNode document, JsonNode node) {
        JsonNode found = node;
        for (int hops = 0; found.path(REFERENCE).isTextual(); hops++) {
            String target = found.path(REFERENCE).asText();
            if (hops == MAX_HOPS || !target.startsWith("#/")) {
                return MissingNode.getInstance();
            }
            found = document.at(target.substring(1));
        }
        return found;
    }
}
