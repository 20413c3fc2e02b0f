package io.stacksy.description;

import com.fasterxml.jackson.databind.JsonNode;
import io.stacksy.description.Description.Offer;
import io.stacksy.description.ParameterCheck.Place;
import io.stacksy.route.Operation;
import io.stacksy.route.RequestCheck;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Makes the checks of the operations in one OpenAPI document. A part that cannot be understood is complained of and left
 * out, so that a tool that was served before there were checks still is. Not thread-safe.
 */
final class CheckCompiler {
    /** Headers that OpenAPI takes out of parameters, and one that tools do not get to see. */
    private static final Set<String> NO_PARAMETERS = Set.of("accept", "content-type", "authorization", "x-api-key");

    private static final String REQUIRED = "required";
    private static final String SCHEMA = "schema";

    private final JsonNode document;
    private final Schemas schemas;
    private final BiConsumer<String, String> complaints;

    /** @param complaints takes what is left out, such as {@code the body of POST /notes}, and why */
    CheckCompiler(JsonNode document, BiConsumer<String, String> complaints) {
        this.document = document;
        this.schemas = new Schemas(document);
        this.complaints = complaints;
    }

    /** The check of one operation, by what the document says about it; empty if it asks nothing of requests. */
    Optional<RequestCheck> compile(Operation operation, Offer offer) {
        String name = operation.method() + " " + operation.template();
        List<ParameterCheck> parameters = new ArrayList<>();
        parameters(offer).values().forEach(parameter -> parameter(parameter, name)
                .ifPresent(parameters::add));
        Optional<BodyCheck> body =
                body(OpenApi.resolve(document, offer.operation().path("requestBody")), name);
        if (parameters.isEmpty() && body.isEmpty()) {
            return Optional.empty();
        }
        Optional<PathValues> path = Optional.empty();
        if (parameters.stream().anyMatch(parameter -> parameter.place() == Place.PATH)) {
            path = Optional.of(PathValues.of(operation.template(), Template.variables(offer.template())));
        }
        return Optional.of(new OperationCheck(parameters, path, body));
    }

    /** Those of the operation before those of its path item. */
    private Map<String, JsonNode> parameters(Offer offer) {
        Map<String, JsonNode> parameters = new LinkedHashMap<>();
        for (JsonNode holder : List.of(offer.operation(), offer.path())) {
            holder.path("parameters").forEach(one -> {
                JsonNode parameter = OpenApi.resolve(document, one);
                String key = parameter.path("in").asText() + " "
                        + parameter.path("name").asText();
                parameters.putIfAbsent(key, parameter);
            });
        }
        return parameters;
    }

    private Optional<ParameterCheck> parameter(JsonNode parameter, String operation) {
        String name = parameter.path("name").asText();
        Optional<Place> place = Place.of(parameter.path("in").asText());
        if (name.isEmpty()
                || place.isEmpty()
                || (place.get() == Place.HEADER && NO_PARAMETERS.contains(name.toLowerCase(Locale.ROOT)))) {
            return Optional.empty();
        }
        Optional<Form> form = Optional.empty();
        try {
            form = schemas.compile(parameter.path(SCHEMA)).filter(Form::asksOfText);
        } catch (IllegalArgumentException e) {
            complaints.accept("the " + place.get().label() + " '" + name + "' of " + operation, e.getMessage());
        }
        boolean required = place.get() != Place.PATH && parameter.path(REQUIRED).asBoolean();
        return form.isEmpty() && !required
                ? Optional.empty()
                : Optional.of(new ParameterCheck(place.get(), name, required, separator(parameter, place.get()), form));
    }

    /** What stands between the entries of a list; empty where each is given by itself. */
    private static String separator(JsonNode parameter, Place place) {
        String style = parameter.path("style").asText("form");
        if (place != Place.QUERY) {
            return ",";
        }
        if (parameter.path("explode").asBoolean(style.equals("form"))) {
            return "";
        }
        return style.equals("spaceDelimited") ? " " : style.equals("pipeDelimited") ? "|" : ",";
    }

    private Optional<BodyCheck> body(JsonNode body, String operation) {
        Map<String, Optional<Form>> contents = new LinkedHashMap<>();
        body.path("content").properties().forEach(content -> {
            String type = content.getKey();
            try {
                Optional<Form> form = schemas.compile(content.getValue().path(SCHEMA));
                contents.put(MediaTypes.essence(type), form);
            } catch (IllegalArgumentException e) {
                complaints.accept("the " + type + " body of " + operation, e.getMessage());
            }
        });
        return BodyCheck.of(contents, body.path(REQUIRED).asBoolean());
    }
}
