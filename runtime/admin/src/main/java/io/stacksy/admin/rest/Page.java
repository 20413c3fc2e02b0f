package io.stacksy.admin.rest;

import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One part of a list.
 *
 * @param nextCursor where the next part begins; null on the last
 */
public record Page<T>(List<T> items, @Schema(nullable = true) @Nullable String nextCursor) {
    public Page {
        items = List.copyOf(items);
    }

    /**
     * The part that was asked for.
     *
     * @param found one more than {@code limit}, where there are so many
     * @param cursor what an item is found again by
     */
    static <S, T> Page<T> of(List<S> found, int limit, Function<S, String> cursor, Function<S, T> view) {
        List<S> shown = found.subList(0, Math.min(limit, found.size()));
        String next = found.size() > limit ? cursor.apply(shown.get(limit - 1)) : null;
        return new Page<>(shown.stream().map(view).toList(), next);
    }
}
