package io.stacksy.description;

import com.fasterxml.jackson.core.JsonPointer;
import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import io.stacksy.tool.Problem.FieldError;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Says in the caller's words what a schema found. Never repeats a value, which may be long, or secret. */
final class Faults {
    private static final Set<String> OF_A_FIELD =
            Set.of("required", "additionalProperties", "unevaluatedProperties", "propertyNames");
    private static final int MAX_FIELD = 200;

    private Faults() {}

    /** Each with the name of a field or the JSON pointer to one that lies deeper; the empty one for the whole. */
    static List<FieldError> of(List<Error> errors) {
        Set<FieldError> faults = new LinkedHashSet<>();
        for (Error error : errors) {
            if (!isOnlyOtherThanNull(error, errors)) {
                faults.add(new FieldError(field(error), Wording.of(error.getKeyword(), error.getSchemaNode())));
            }
        }
        return List.copyOf(faults);
    }

    /** Of what may be null, it is more telling what it could be otherwise. */
    private static boolean isOnlyOtherThanNull(Error error, List<Error> all) {
        return all.size() > 1
                && error.getKeyword().equals("type")
                && error.getSchemaNode().asText().equals("null")
                && (error.getEvaluationPath().contains("anyOf")
                        || error.getEvaluationPath().contains("oneOf"));
    }

    private static String field(Error error) {
        NodePath path = error.getInstanceLocation();
        JsonPointer pointer = JsonPointer.empty();
        for (int i = 0; i < path.getNameCount(); i++) {
            pointer = path.getElement(i) instanceof Integer index
                    ? pointer.appendIndex(index)
                    : pointer.appendProperty(path.getName(i));
        }
        if (error.getProperty() != null && OF_A_FIELD.contains(error.getKeyword())) {
            pointer = pointer.appendProperty(error.getProperty());
        }
        boolean name = pointer.tail() != null
                && pointer.tail().matches()
                && !pointer.getMatchingProperty().isEmpty()
                && !pointer.mayMatchElement();
        return shortened(name ? pointer.getMatchingProperty() : pointer.toString());
    }

    private static String shortened(String field) {
        return field.length() <= MAX_FIELD ? field : field.substring(0, MAX_FIELD) + "…";
    }
}
