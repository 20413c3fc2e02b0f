package io.stacksy.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A JSON object that was read. What is missing, or of another type, is empty. */
record Json(Map<String, Object> members) {
    /** A text that is no JSON object. */
    static final class BrokenException extends Exception {
        private static final long serialVersionUID = 1L;

        BrokenException(@Nullable Throwable cause) {
            super("not a JSON object", cause);
        }
    }

    static Json parse(String text) throws BrokenException {
        try {
            Map<String, Object> members = JSON.std.mapFrom(text);
            if (members == null) { // the text "null"
                throw new BrokenException(null);
            }
            return new Json(members);
        } catch (IOException e) {
            throw new BrokenException(e);
        }
    }

    static String write(Map<String, ?> members) {
        try {
            return JSON.std.asString(members);
        } catch (IOException e) {
            throw new IllegalStateException("strings can always be written", e);
        }
    }

    Optional<String> find(String name) {
        Object value = members.get(name);
        return value == null || value instanceof Map || value instanceof List
                ? Optional.empty()
                : Optional.of(value.toString());
    }

    /** The value as people read it; a dash where there is none. */
    String text(String name) {
        return find(name).orElse("-");
    }

    /** A moment, to the second: what a person can make use of. */
    String moment(String name) {
        return text(name).replaceFirst("\\.\\d+Z$", "Z");
    }

    boolean flag(String name) {
        return Boolean.TRUE.equals(members.get(name));
    }

    long number(String name, long otherwise) {
        return members.get(name) instanceof Number number ? number.longValue() : otherwise;
    }

    double decimal(String name, double otherwise) {
        return members.get(name) instanceof Number number ? number.doubleValue() : otherwise;
    }

    Optional<Json> object(String name) {
        return objectOf(members.get(name));
    }

    List<Json> objects(String name) {
        return members.get(name) instanceof List<?> list
                ? list.stream().flatMap(item -> objectOf(item).stream()).toList()
                : List.of();
    }

    List<String> texts(String name) {
        return members.get(name) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    /** The texts on one line; a dash where there are none. */
    String joined(String name) {
        List<String> texts = texts(name);
        return texts.isEmpty() ? "-" : String.join(", ", texts);
    }

    @SuppressWarnings("unchecked") // the names of a JSON object are strings
    private static Optional<Json> objectOf(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? Optional.of(new Json((Map<String, Object>) map)) : Optional.empty();
    }
}
