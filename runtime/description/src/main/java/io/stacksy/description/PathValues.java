package io.stacksy.description;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes the values of variables out of a path, as Jakarta REST does. Thread-safe. */
final class PathValues {
    private static final String SEGMENT = "[^/]+?";

    private final Pattern pattern;
    private final List<String> names;

    private PathValues(Pattern pattern, List<String> names) {
        this.pattern = pattern;
        this.names = names;
    }

    /**
     * @param template as in the code: {@code /{code: [a-z]+}/stats}
     * @param names of its variables in order, as the description calls them
     */
    static PathValues of(String template, List<String> names) {
        StringBuilder pattern = new StringBuilder();
        int variables = 0;
        int start = 0;
        for (int open = template.indexOf('{'); open >= 0; open = template.indexOf('{', start)) {
            literal(template.substring(start, open), pattern);
            int close = end(template, open);
            String[] variable = template.substring(open + 1, close).split(":", 2);
            String form = variable.length == 2 ? variable[1].strip() : SEGMENT;
            pattern.append("(?<stacksy")
                    .append(variables++)
                    .append('>')
                    .append(form)
                    .append(')');
            start = close + 1;
        }
        literal(template.substring(start), pattern);
        return new PathValues(Pattern.compile(pattern.append("/?").toString()), List.copyOf(names));
    }

    private static void literal(String text, StringBuilder pattern) {
        if (!text.isEmpty()) {
            pattern.append(Pattern.quote(text));
        }
    }

    /** Where the variable that begins at {@code open} ends. */
    private static int end(String template, int open) {
        int depth = 0;
        for (int i = open; i < template.length(); i++) {
            if (template.charAt(i) == '{') {
                depth++;
            } else if (template.charAt(i) == '}' && --depth == 0) {
                return i;
            }
        }
        throw new IllegalArgumentException("a variable does not end in " + template);
    }

    /** By the names of the variables; nothing for a path that does not match. */
    Map<String, List<String>> in(String path) {
        Matcher matcher = pattern.matcher(path);
        if (!matcher.matches()) {
            return Map.of();
        }
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            values.computeIfAbsent(names.get(i), name -> new ArrayList<>()).add(decoded(matcher.group("stacksy" + i)));
        }
        return values;
    }

    private static String decoded(String value) {
        return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
