package io.stacksy.description;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.stacksy.tool.Problem.FieldError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is asked of one parameter.
 *
 * @param separator what stands between the entries of a list; empty where each is given by itself
 * @param form what its values have to be; empty for any texts
 */
record ParameterCheck(Place place, String name, boolean required, String separator, Optional<Form> form) {
    /** Where a parameter stands in a request. */
    enum Place {
        PATH("path parameter"),
        QUERY("query parameter"),
        HEADER("header");

        private final String label;

        Place(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }

        /** The place that OpenAPI calls {@code in}; empty for cookies, which no tool gets. */
        static Optional<Place> of(String in) {
            return Arrays.stream(values())
                    .filter(place -> place.name().toLowerCase(Locale.ROOT).equals(in))
                    .findFirst();
        }
    }

    /** Judges the values that were given, and adds what is wrong with them. */
    void judge(List<String> values, List<FieldError> faults) {
        List<String> given = form.isEmpty() || form.get().textTypes().contains("string")
                ? values
                : values.stream().filter(value -> !value.isBlank()).toList(); // as Jakarta REST reads numbers
        if (given.isEmpty()) {
            if (required) {
                faults.add(new FieldError(name, "the " + place.label() + " is missing"));
            }
            return;
        }
        form.ifPresent(asked -> read(asked, given).forEach(value -> Faults.of(asked.errors(value)).stream()
                .map(fault -> new FieldError(name, subject(asked, fault) + " " + fault.message()))
                .filter(fault -> !faults.contains(fault))
                .forEach(faults::add)));
    }

    private String subject(Form asked, FieldError fault) {
        boolean entry = asked.takesList() && !fault.field().isEmpty();
        return (entry ? "an entry of the " : "the ") + place.label();
    }

    /** One list, or all values one by one: a tool may read the first, or the last. */
    private List<JsonNode> read(Form asked, List<String> values) {
        if (!asked.takesList()) {
            return values.stream()
                    .map(value -> ParameterText.read(value, asked.textTypes()))
                    .toList();
        }
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        entries(values).forEach(entry -> list.add(ParameterText.read(entry, asked.textTypes())));
        return List.of(list);
    }

    private List<String> entries(List<String> values) {
        if (separator.isEmpty()) {
            return values;
        }
        List<String> entries = new ArrayList<>();
        for (String value : values) {
            for (String entry : Pattern.compile(separator, Pattern.LITERAL).split(value, -1)) {
                entries.add(place == Place.HEADER ? entry.strip() : entry);
            }
        }
        return entries;
    }
}
