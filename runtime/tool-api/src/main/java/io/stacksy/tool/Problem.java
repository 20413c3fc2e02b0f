package io.stacksy.tool;

import java.util.List;
import java.util.Objects;

/**
 * The body of an error answer, as RFC 9457 describes it. The node adds {@code instance} and {@code request_id}.
 *
 * @param type identifies the kind of problem; {@code about:blank} where the status says it all
 * @param title the kind of problem in a few words, the same for each of its occurrences
 * @param status the HTTP status, 400 to 599
 * @param detail what happened this time and what to do about it, for a person
 * @param errors what is wrong with single fields of the request; empty where no field is to blame
 */
public record Problem(String type, String title, int status, String detail, List<FieldError> errors) {
    public Problem {
        Objects.requireNonNull(type);
        Objects.requireNonNull(title);
        Objects.requireNonNull(detail);
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("not the status of an error: " + status);
        }
        errors = List.copyOf(errors);
    }

    /** A problem that its status says all about, but for {@code detail}. */
    public static Problem of(int status, String title, String detail) {
        return new Problem("about:blank", title, status, detail, List.of());
    }

    /**
     * What is wrong with one field.
     *
     * @param field the name, or the JSON pointer, of the field
     * @param message what is wrong with it, and what would be right
     */
    public record FieldError(String field, String message) {
        public FieldError {
            Objects.requireNonNull(field);
            Objects.requireNonNull(message);
        }
    }
}
