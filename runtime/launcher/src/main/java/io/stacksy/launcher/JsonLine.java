package io.stacksy.launcher;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A JSON object of scalar members, written on one line. Used by one thread. */
final class JsonLine {
    private static final int TYPICAL_LENGTH = 256;

    private final StringBuilder text = new StringBuilder(TYPICAL_LENGTH);
    private final Set<String> names = new HashSet<>();

    /** Adds a member; one without value, or with a name that is there already, is left out. */
    void member(String name, @Nullable Object value) {
        if (value == null || !names.add(name)) {
            return;
        }
        text.append(text.isEmpty() ? '{' : ',');
        string(name);
        text.append(':');
        if (value instanceof Boolean || isNumber(value)) {
            text.append(value);
        } else {
            string(value.toString());
        }
    }

    private static boolean isNumber(Object value) {
        if (value instanceof Double number) {
            return Double.isFinite(number);
        }
        if (value instanceof Float number) {
            return Float.isFinite(number);
        }
        return value instanceof Number;
    }

    /** The whole object and a line feed. */
    String end() {
        return text.append(text.isEmpty() ? "{}\n" : "}\n").toString();
    }

    private void string(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c < ' ' || c == '\u2028' || c == '\u2029' || c == '\u0085' || isHalf(value, i)) {
                        text.append(String.format("\\u%04x", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }

    /** Whether the character at {@code i} is half a surrogate pair, which UTF-8 cannot say. */
    private static boolean isHalf(String value, int i) {
        char c = value.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == value.length() || !Character.isLowSurrogate(value.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(value.charAt(i - 1)));
    }
}
