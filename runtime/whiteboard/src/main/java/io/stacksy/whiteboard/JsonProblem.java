package io.stacksy.whiteboard;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.stacksy.tool.Problem;
import io.stacksy.tool.ToolException;
import java.time.Duration;
import java.time.temporal.TemporalAccessor;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with the JSON of a request: where, and what would be right, in the caller's words. */
final class JsonProblem {
    private static final Set<Class<?>> NUMBERS =
            Set.of(double.class, float.class, Double.class, Float.class, Number.class);

    private JsonProblem() {}

    static Problem of(JsonProcessingException thrown) {
        if (thrown.getCause() instanceof ToolException refusal) {
            return refusal.problem();
        }
        String field = thrown instanceof JsonMappingException mapping ? field(mapping.getPath()) : "";
        String message = message(thrown);
        String detail = (field.isEmpty() ? "the body " : field + ": ") + message + where(thrown.getLocation());
        List<Problem.FieldError> errors = field.isEmpty() ? List.of() : List.of(new Problem.FieldError(field, message));
        return new Problem("about:blank", "Bad Request", 400, detail, errors);
    }

    private static String message(JsonProcessingException thrown) {
        if (thrown.getOriginalMessage().equals(Utf8Input.COMPLAINT)) {
            return "is not UTF-8";
        }
        if (thrown instanceof StreamConstraintsException) {
            return "is nested too deeply, or has a text or a number that is too long";
        }
        if (thrown instanceof UnrecognizedPropertyException unknown) {
            return "no such field" + known(unknown.getKnownPropertyIds());
        }
        if (thrown instanceof MismatchedInputException mismatch) {
            boolean trailing = mismatch.getPath().isEmpty()
                    && mismatch.getOriginalMessage().startsWith("Trailing token");
            return trailing ? "goes on after its end" : "must be " + expected(mismatch.getTargetType());
        }
        if (thrown instanceof JsonMappingException) {
            boolean range = thrown.getCause() instanceof InputCoercionException;
            return range ? "must be a whole number in its range" : "not an acceptable value";
        }
        boolean twice = thrown.getOriginalMessage().startsWith("Duplicate field");
        return twice ? "has the same field twice" : "is not well-formed JSON";
    }

    private static String known(@Nullable Collection<Object> names) {
        if (names == null || names.isEmpty() || names.size() > 20) {
            return "";
        }
        return names.stream().map(Object::toString).sorted().collect(Collectors.joining(", ", "; there are ", ""));
    }

    private static String expected(@Nullable Class<?> type) {
        if (type == null) {
            return "of another type";
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(Object::toString)
                    .collect(Collectors.joining(", ", "one of ", ""));
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (NUMBERS.contains(type)) {
            return "a number";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "a whole number in its range";
        }
        if (CharSequence.class.isAssignableFrom(type)) {
            return "a text";
        }
        if (TemporalAccessor.class.isAssignableFrom(type)) {
            return "a time such as 2026-01-31T12:00:00Z, or that part of one which is asked for";
        }
        if (type == Duration.class) {
            return "a duration such as PT10M";
        }
        if (type.isArray() || Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        if (Map.class.isAssignableFrom(type) || type.isRecord()) {
            return "an object";
        }
        return "of another type or form";
    }

    /** The name of a field of the body, or the JSON pointer to one that lies deeper. */
    private static String field(List<JsonMappingException.Reference> path) {
        if (path.size() == 1 && path.get(0).getFieldName() != null) {
            return path.get(0).getFieldName();
        }
        JsonPointer pointer = JsonPointer.empty();
        for (JsonMappingException.Reference step : path) {
            pointer = step.getFieldName() == null
                    ? pointer.appendIndex(Math.max(0, step.getIndex()))
                    : pointer.appendProperty(step.getFieldName());
        }
        return pointer.toString();
    }

    private static String where(@Nullable JsonLocation location) {
        if (location == null || location.getLineNr() < 1) {
            return "";
        }
        return " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }
}
