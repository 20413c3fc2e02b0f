package io.stacksy.admin.rest;

import io.stacksy.tool.ToolException;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What stands behind the question mark. A value that is not understood is refused, never passed over. */
final class Query {
    static final int LIMIT_MAX = 200;
    private static final int LIMIT_DEFAULT = 50;

    private final MultivaluedMap<String, String> parameters;

    private Query(MultivaluedMap<String, String> parameters) {
        this.parameters = parameters;
    }

    static Query of(UriInfo uri) {
        return new Query(uri.getQueryParameters());
    }

    /** Refuses a name that is not among these: who misspells {@code dry_run} does not mean to deploy. */
    Query only(String... names) {
        Set<String> known = Set.of(names);
        for (String name : parameters.keySet()) {
            if (!known.contains(name)) {
                throw ToolException.invalid(name, "is not known here; there are: " + String.join(", ", List.of(names)));
            }
        }
        return this;
    }

    /** Whether a flag is up: as {@code wait=true}, or {@code wait} alone. */
    boolean flag(String name) {
        String value = parameters.getFirst(name);
        if (value == null || value.equals("false")) {
            return false;
        }
        if (value.isEmpty() || value.equals("true")) {
            return true;
        }
        throw ToolException.invalid(name, "must be true or false");
    }

    int limit() {
        String value = parameters.getFirst("limit");
        return value == null ? LIMIT_DEFAULT : limit(value);
    }

    private static int limit(String value) {
        // three digits at most, so that it is an int
        int limit = value.matches("[0-9]{1,3}") ? Integer.parseInt(value) : 0;
        if (limit < 1 || limit > LIMIT_MAX) {
            throw ToolException.invalid("limit", "must be a number from 1 to " + LIMIT_MAX);
        }
        return limit;
    }

    Optional<String> cursor() {
        return Optional.ofNullable(parameters.getFirst("cursor"));
    }

    Optional<UUID> rolloutCursor() {
        return cursor().map(value -> uuid(value).orElseThrow(Query::unknownCursor));
    }

    /** A cursor that is a number. */
    OptionalLong numberCursor() {
        Optional<String> value = cursor();
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        if (!value.get().matches("[0-9]{1,18}")) {
            throw unknownCursor();
        }
        return OptionalLong.of(Long.parseLong(value.get()));
    }

    private static ToolException unknownCursor() {
        return ToolException.invalid("cursor", "is not one that this list gave out; begin again without it");
    }

    /** What a parameter says; empty where it is not there. */
    Optional<String> text(String name) {
        String value = parameters.getFirst(name);
        if (value != null && (value.isBlank() || value.indexOf('\0') >= 0)) {
            throw ToolException.invalid(name, "must not be empty; leave it out to see all");
        }
        return Optional.ofNullable(value);
    }

    /** The identifier that {@code text} is, if it is one. */
    static Optional<UUID> uuid(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
