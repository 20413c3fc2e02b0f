package io.stacksy.tools.links;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What callers of this version send. */
final class Given {
    private Given() {}

    static NewLink link(@Nullable String url, @Nullable String code, @Nullable String expiresAt) {
        return new NewLink(url, code, expiresAt, null);
    }

    static Details details() {
        return new Details(Optional.of("The home of OSGi"));
    }
}
