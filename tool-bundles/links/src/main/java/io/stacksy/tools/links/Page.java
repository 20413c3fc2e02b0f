package io.stacksy.tools.links;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One part of a list.
 *
 * @param nextCursor where the next part begins; null on the last
 */
public record Page(List<LinkView> items, @Schema(nullable = true) @Nullable String nextCursor) {
    public Page {
        items = List.copyOf(items);
    }
}
