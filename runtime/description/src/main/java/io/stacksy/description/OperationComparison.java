package io.stacksy.description;

import com.fasterxml.jackson.databind.JsonNode;
import io.stacksy.description.Description.Offer;
import io.stacksy.description.SchemaComparison.Way;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Finds what is different in one operation, as two OpenAPI documents have it: parameters, body and answers. */
final class OperationComparison {
    private static final String SCHEMA = "schema";
    private static final String REQUIRED = "required";
    private static final String CONTENT = "content";

    private final JsonNode oldDocument;
    private final JsonNode newDocument;
    private final List<Difference> differences = new ArrayList<>();

    private OperationComparison(JsonNode oldDocument, JsonNode newDocument) {
        this.oldDocument = oldDocument;
        this.newDocument = newDocument;
    }

    static List<Difference> of(Description before, Offer old, Description after, Offer now) {
        OperationComparison comparison = new OperationComparison(before.document(), after.document());
        comparison.parameters(
                parameters(before.document(), old, old.template()), parameters(after.document(), now, old.template()));
        comparison.body(
                OpenApi.resolve(before.document(), old.operation().path("requestBody")),
                OpenApi.resolve(after.document(), now.operation().path("requestBody")));
        comparison.answers(old.operation().path("responses"), now.operation().path("responses"));
        if (now.operation().path("deprecated").asBoolean()
                && !old.operation().path("deprecated").asBoolean()) {
            comparison.add("is deprecated", false);
        }
        return comparison.differences;
    }

    private void add(String words, boolean breaking) {
        differences.add(new Difference(words, breaking));
    }

    /** By where they are and what they are called; those in the path by their place, as their names are not sent. */
    private static Map<String, JsonNode> parameters(JsonNode document, Offer offer, String template) {
        Map<String, JsonNode> found = new LinkedHashMap<>();
        List<String> variables = Template.variables(offer.template());
        List<String> names = Template.variables(template);
        for (JsonNode list :
                List.of(offer.path().path("parameters"), offer.operation().path("parameters"))) {
            for (JsonNode given : list) {
                JsonNode parameter = OpenApi.resolve(document, given);
                String in = parameter.path("in").asText();
                String name = parameter.path("name").asText();
                int place = variables.indexOf(name);
                String known = in.equals("path") && place >= 0 && place < names.size() ? names.get(place) : name;
                found.put("the " + in + " parameter '" + known + "'", parameter);
            }
        }
        return found;
    }

    private void parameters(Map<String, JsonNode> old, Map<String, JsonNode> now) {
        old.forEach((name, parameter) -> {
            JsonNode next = now.get(name);
            if (next == null) {
                // what is in the path cannot go without its path
                if (!parameter.path("in").asText().equals("path")) {
                    add("no longer takes " + name, true);
                }
                return;
            }
            if (next.path(REQUIRED).asBoolean() && !parameter.path(REQUIRED).asBoolean()) {
                add("now asks for " + name, true);
            }
            schemas(Way.REQUEST).compare(parameter.path(SCHEMA), next.path(SCHEMA), name);
        });
        now.forEach((name, parameter) -> {
            if (!old.containsKey(name) && !parameter.path("in").asText().equals("path")) {
                boolean required = parameter.path(REQUIRED).asBoolean();
                add(required ? "now asks for " + name : "takes " + name + ", which is new", required);
            }
        });
    }

    private void body(JsonNode old, JsonNode now) {
        if (old.isObject() && !now.isObject()) {
            add("no longer takes a body", true);
        } else if (now.isObject()
                && now.path(REQUIRED).asBoolean()
                && !old.path(REQUIRED).asBoolean()) {
            add("now asks for a body", true);
        } else if (now.isObject() && !old.isObject()) {
            add("takes a body, which is new", false);
        }
        if (old.isObject() && now.isObject()) {
            content(old.path(CONTENT), now.path(CONTENT), Way.REQUEST, "");
        }
    }

    private void answers(JsonNode old, JsonNode now) {
        Set<String> statuses = new TreeSet<>();
        old.fieldNames().forEachRemaining(statuses::add);
        now.fieldNames().forEachRemaining(statuses::add);
        for (String status : statuses) {
            if (!status.startsWith("2") && !status.startsWith("3")) {
                continue; // another way to fail is no other way to be called
            }
            if (!now.has(status)) {
                add("no longer answers " + status, true);
            } else if (!old.has(status)) {
                add("can answer " + status + ", which is new", false);
            } else {
                content(
                        OpenApi.resolve(oldDocument, old.path(status)).path(CONTENT),
                        OpenApi.resolve(newDocument, now.path(status)).path(CONTENT),
                        Way.ANSWER,
                        " in its answer " + status);
            }
        }
    }

    private void content(JsonNode old, JsonNode now, Way way, String where) {
        old.properties().forEach(media -> {
            JsonNode next = now.path(media.getKey());
            if (next.isMissingNode()) {
                add(way.no(media.getKey()) + where, true);
            } else {
                schemas(way).compare(media.getValue().path(SCHEMA), next.path(SCHEMA), "the body" + where);
            }
        });
        now.properties().forEach(media -> {
            if (!old.has(media.getKey())) {
                add(way.fresh(media.getKey()) + "," + where, false);
            }
        });
    }

    private SchemaComparison schemas(Way way) {
        return new SchemaComparison(oldDocument, newDocument, way, differences);
    }
}
