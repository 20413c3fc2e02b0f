package io.stacksy.tools.links;

import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What can be changed of a link. */
public final class LinkChange extends Change {
    @Schema(implementation = String.class, nullable = true)
    private Optional<Field> title = Optional.empty();

    public void setTitle(@Nullable String value) {
        title = Optional.of(new Field(value));
    }

    Link.Content applyTo(Link.Content content, Self self, Instant now) {
        Details details = title.map(
                        field -> new Details(Optional.ofNullable(field.value()).map(Details::checked)))
                .orElse(content.details());
        return applyTo(content, details, self, now);
    }
}
