package io.stacksy.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands behind the question mark of a request. */
final class QueryParameters {
    private final List<String> given = new ArrayList<>();

    /** Puts a flag there if it is up. */
    QueryParameters flag(String name, boolean up) {
        if (up) {
            given.add(name + "=true");
        }
        return this;
    }

    /** Puts a value there if there is one. */
    QueryParameters value(String name, @Nullable String value) {
        if (value != null) {
            given.add(name + "=" + Node.encoded(value));
        }
        return this;
    }

    /** {@code path} with all that was given. */
    String after(String path) {
        return given.isEmpty() ? path : path + "?" + String.join("&", given);
    }
}
