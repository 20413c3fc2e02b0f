package io.stacksy.description;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** What an operation does, in one short line: where nobody has written that line, the best that there is in its place. */
final class Summary {
    private static final int LENGTH_MAX = 120;

    private Summary() {}

    /** Its own; else the first sentence about it, its name in words, or its method and path, in this order. */
    static String of(Shown shown) {
        JsonNode described = shown.described().operation();
        String own = described.path("summary").asText().strip();
        if (!own.isEmpty()) {
            return own;
        }
        String sentence = firstSentence(described.path("description").asText().strip());
        if (!sentence.isEmpty() && sentence.length() <= LENGTH_MAX) {
            return sentence;
        }
        String words = words(described.path("operationId").asText());
        return words.isEmpty() ? shown.method().toUpperCase(Locale.ROOT) + " " + shown.template() : words;
    }

    /** Without the full stop. */
    private static String firstSentence(String text) {
        return text.split("\\R|(?<=[.!?])\\s", 2)[0].replaceAll("\\.$", "").strip();
    }

    /** {@code rollBack} and {@code roll_back} become {@code Roll back}. */
    private static String words(String name) {
        String words = name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ")
                .replaceAll("[^A-Za-z0-9]+", " ")
                .strip()
                .toLowerCase(Locale.ROOT);
        return words.isEmpty() ? "" : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
