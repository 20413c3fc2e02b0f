package io.stacksy.description;

import java.util.Locale;
import java.util.Set;

/** Media types, as far as JSON is concerned. */
final class MediaTypes {
    private static final Set<String> JSON = Set.of("json", "x-json", "javascript", "x-javascript");

    private MediaTypes() {}

    /** The type without its parameters, in lower case. */
    static String essence(String type) {
        int semicolon = type.indexOf(';');
        return (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    }

    /** Whether what has this type is read as JSON. */
    static boolean isJson(String essence) {
        String subtype = essence.substring(essence.indexOf('/') + 1);
        return JSON.contains(subtype) || subtype.endsWith("+json");
    }

    /** How well {@code range}, such as {@code application/*}, holds {@code essence}; 0 for not at all. */
    static int fit(String range, String essence) {
        if (range.equals(essence)) {
            return 3;
        }
        if (range.equals("*/*")) {
            return 1;
        }
        return range.endsWith("/*") && essence.startsWith(range.substring(0, range.length() - 1)) ? 2 : 0;
    }
}
