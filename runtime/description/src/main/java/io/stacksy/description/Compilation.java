package io.stacksy.description;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stacksy.deploy.RolloutException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one OpenAPI 3.1 document of a node, while it is put together from its parts. Not thread-safe. */
final class Compilation {
    private static final Logger LOG = LoggerFactory.getLogger(Compilation.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DESCRIPTION = "description";

    private final ObjectNode root = JSON.createObjectNode();
    private final ObjectNode paths = JSON.createObjectNode();
    private final ObjectNode components = JSON.createObjectNode();
    private final TreeMap<String, Optional<String>> tags = new TreeMap<>();
    private final Set<String> operationIds = new HashSet<>();

    /**
     * Puts a document together.
     *
     * @param version that of the node's own software
     * @param server where clients reach the node; {@code /} for wherever the document came from
     * @param parts of two that answer at one path, the first has it
     */
    static byte[] of(String version, String server, List<Part> parts) {
        Compilation compilation = new Compilation();
        parts.forEach(compilation::add);
        return compilation.done(version, server);
    }

    private void add(Part part) {
        JsonNode document = document(part);
        Transfer transfer = new Transfer(document, part.name(), components);
        Collection<Shown> operations = Shown.of(part.operations(), offers(document));
        if (part.isTool()) {
            tags.put(part.heading(), about(part, document));
        }
        for (Shown shown : operations) {
            ObjectNode page = OperationPage.of(document, transfer, shown);
            if (part.isTool()) {
                Repeats.explain(page, shown.method());
            }
            String id = id(part, shown);
            put(part, shown, path(part.base(), shown.template()), id, page.deepCopy());
            if (part.hasAliasFor(shown.template())) {
                put(part, shown, shown.template(), id + ".alias", page);
            }
        }
        explain(part, document);
    }

    /** Takes over what the description of a part of the platform says about its headings. */
    private void explain(Part part, JsonNode document) {
        for (JsonNode tag : document.path("tags")) {
            String heading =
                    part.isTool() ? "" : Part.platformTag(tag.path("name").asText());
            Optional<String> about = Optional.of(tag.path(DESCRIPTION).asText().strip());
            tags.computeIfPresent(heading, (name, known) -> known.or(() -> about.filter(text -> !text.isEmpty())));
        }
    }

    /** The description of a part; one that is none was let in by a bundle that no plan has looked at. */
    private static JsonNode document(Part part) {
        if (part.description().isEmpty()) {
            return MissingNode.getInstance();
        }
        try {
            return OpenApi.parse(part.description().get().getBytes(StandardCharsets.UTF_8))
                    .root();
        } catch (RolloutException e) {
            LOG.warn("{} is documented without its description: {}", part.name(), e.getMessage());
            return MissingNode.getInstance();
        }
    }

    private static List<Description.Offer> offers(JsonNode document) {
        return document.isObject() ? new OpenApi(document).offers() : List.of();
    }

    private static Optional<String> about(Part part, JsonNode document) {
        String own = document.path("info").path(DESCRIPTION).asText().strip();
        return part.about().map(about -> own.isEmpty() ? about : about + ": " + own);
    }

    private void put(Part part, Shown shown, String path, String id, ObjectNode page) {
        ObjectNode item = paths.withObjectProperty(path);
        if (item.has(shown.method())) {
            return;
        }
        String tag = part.tag(path);
        tags.putIfAbsent(tag, Optional.empty());
        page.putArray("tags").add(tag);
        page.put("operationId", unique(id));
        item.set(shown.method(), page);
    }

    /** What the description calls it, below the name of the part; else its method and path, below that of a tool. */
    private static String id(Part part, Shown shown) {
        String own = shown.described().operation().path("operationId").asText();
        if (!own.isEmpty()) {
            return part.name() + "." + safe(own);
        }
        String derived = safe((shown.method() + Template.named(shown.template())).toLowerCase(Locale.ROOT));
        return part.isTool() ? part.name() + "." + derived : derived;
    }

    private static String safe(String id) {
        return id.replaceAll("[^a-zA-Z0-9_-]+", "_").replaceAll("_$", "");
    }

    private String unique(String id) {
        String free = id;
        for (int i = 2; !operationIds.add(free); i++) {
            free = id + "_" + i;
        }
        return free;
    }

    private static String path(String base, String template) {
        return template.equals("/") && !base.isEmpty() ? base : base + template;
    }

    private byte[] done(String version, String server) {
        root.put("openapi", "3.1.0");
        ObjectNode info = root.putObject("info");
        info.put("title", "Stacksy")
                .put("version", version)
                .put(
                        DESCRIPTION,
                        "What this node can be asked: the platform's own operations, and each tool that is live.");
        info.putObject("contact").put("name", "Whoever runs this node");
        info.putObject("license").put("name", "Apache License 2.0").put("identifier", "Apache-2.0");
        root.putArray("servers").addObject().put("url", server);
        tags.forEach((name, about) -> {
            ObjectNode tag = root.withArray("/tags").addObject().put("name", name);
            about.ifPresent(text -> tag.put(DESCRIPTION, text));
        });
        Common.define(components);
        root.set("paths", paths);
        root.set("components", components);
        try {
            return JSON.writeValueAsBytes(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON that cannot be written", e);
        }
    }
}
