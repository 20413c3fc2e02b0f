package io.stacksy.auth.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stacksy.tool.ToolException;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One part of a list.
 *
 * @param nextCursor where the next part begins; null on the last
 */
public record Listing<T>(List<T> items, @Schema(nullable = true) @Nullable String nextCursor) {
    private static final int LIMIT_DEFAULT = 50;
    private static final int LIMIT_MAX = 200;

    public Listing {
        items = List.copyOf(items);
    }

    /**
     * The part that was asked for.
     *
     * @param found one more than {@code limit}, where there are so many
     * @param position what an item is found again by
     */
    static <S, T> Listing<T> of(List<S> found, int limit, Function<S, String> position, Function<S, T> view) {
        List<S> shown = found.subList(0, Math.min(limit, found.size()));
        String next = found.size() > limit ? encode(position.apply(shown.get(limit - 1))) : null;
        return new Listing<>(shown.stream().map(view).toList(), next);
    }

    static int limit(@Nullable String text) {
        if (text == null) {
            return LIMIT_DEFAULT;
        }
        int limit = text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > LIMIT_MAX) {
            throw ToolException.invalid("limit", "must be a number from 1 to " + LIMIT_MAX);
        }
        return limit;
    }

    /** The position that a cursor stands for; empty where there is none. */
    static String after(@Nullable String cursor) {
        if (cursor == null) {
            return "";
        }
        try {
            String position = new String(Base64.getUrlDecoder().decode(cursor), UTF_8);
            if (position.matches("[\\x21-\\x7e]{1,64}")) {
                return position;
            }
        } catch (IllegalArgumentException e) {
            throw unknownCursor();
        }
        throw unknownCursor();
    }

    private static String encode(String position) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(position.getBytes(UTF_8));
    }

    private static ToolException unknownCursor() {
        return ToolException.invalid("cursor", "is not one that this list gave out; begin again without it");
    }
}
