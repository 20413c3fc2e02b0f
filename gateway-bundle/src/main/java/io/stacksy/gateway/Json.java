package io.stacksy.gateway;

/** Writes one JSON text, for the few small ones that the gateway makes itself. Not thread-safe. */
final class Json {
    private final StringBuilder text = new StringBuilder(256);

    /** Whether a value stands before the next one, so that a comma is due. */
    private boolean comma;

    Json open(char bracket) {
        separate();
        text.append(bracket);
        comma = false;
        return this;
    }

    Json close(char bracket) {
        text.append(bracket);
        comma = true;
        return this;
    }

    Json name(String name) {
        separate();
        string(name);
        text.append(':');
        comma = false;
        return this;
    }

    Json member(String name, String value) {
        name(name);
        string(value);
        comma = true;
        return this;
    }

    Json member(String name, long value) {
        name(name);
        text.append(value);
        comma = true;
        return this;
    }

    private void separate() {
        if (comma) {
            text.append(',');
        }
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
                    if (c < ' ' || c == '\u2028' || c == '\u2029' || Character.isSurrogate(c)) {
                        escape(c);
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }

    private void escape(char c) {
        text.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            text.append(Character.forDigit((c >> shift) & 0xf, 16));
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
