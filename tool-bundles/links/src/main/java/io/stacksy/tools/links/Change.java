package io.stacksy.tools.links;

import io.stacksy.tool.ToolException;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a PATCH says: a field that is not there stays as it is, one that is null is taken away. That is why it is no
 * record: only its setters tell the one from the other. Used by one thread.
 */
public class Change {
    @Schema(implementation = String.class)
    private Optional<Field> url = Optional.empty();

    @Schema(implementation = String.class, nullable = true)
    private Optional<Field> expiresAt = Optional.empty();

    /** A field that was given, be it as null. */
    record Field(@Nullable String value) {}

    public final void setUrl(@Nullable String value) {
        url = Optional.of(new Field(value));
    }

    public final void setExpiresAt(@Nullable String value) {
        expiresAt = Optional.of(new Field(value));
    }

    /** The content of a link after this change. */
    final Link.Content applyTo(Link.Content content, Details details, Self self, Instant now) {
        return new Link.Content(
                url.map(field -> target(field, self)).orElse(content.target()),
                expiresAt.isPresent()
                        ? expiresAt.map(Field::value).map(text -> Expiry.parse(text, now))
                        : content.expiresAt(),
                details);
    }

    private static Target target(Field field, Self self) {
        String text = field.value();
        if (text == null) {
            throw ToolException.invalid("url", "cannot be taken away");
        }
        return Target.parse(text, self);
    }
}
