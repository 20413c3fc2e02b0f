package io.stacksy.description;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Paths with variables, such as {@code /{code}/stats}. */
final class Template {
    private static final Pattern VARIABLE = Pattern.compile("\\{([^}]*)}");

    private Template() {}

    /** Puts paths one below the other; what comes out begins with a slash and does not end with one. */
    static String joined(String parent, String child) {
        StringBuilder joined = new StringBuilder();
        for (String part : new String[] {parent, child}) {
            String stripped = stripped(part);
            if (!stripped.isEmpty()) {
                joined.append('/').append(stripped);
            }
        }
        return joined.isEmpty() ? "/" : joined.toString();
    }

    private static String stripped(String path) {
        int start = 0;
        int end = path.length();
        while (start < end && path.charAt(start) == '/') {
            start++;
        }
        while (end > start && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(start, end);
    }

    /** The path with its variables as {@code {}}: {@code /{code: [a-z]{3}}/stats} becomes {@code /{}/stats}. */
    static String bare(String template) {
        return written(template, false);
    }

    /** The path with the names of its variables and without their patterns. */
    static String named(String template) {
        return written(template, true);
    }

    /** The names of its variables, in order. */
    static List<String> variables(String template) {
        List<String> names = new ArrayList<>();
        Matcher matcher = VARIABLE.matcher(named(template));
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    private static String written(String template, boolean names) {
        StringBuilder written = new StringBuilder();
        StringBuilder variable = new StringBuilder();
        int depth = 0;
        for (char c : joined(template, "").toCharArray()) {
            if (c == '{' && depth++ == 0) {
                variable.setLength(0);
            } else if (c == '}' && --depth == 0) {
                String name = variable.toString().split(":", 2)[0].strip();
                written.append('{').append(names ? name : "").append('}');
            } else if (depth > 0) {
                variable.append(c);
            } else {
                written.append(c);
            }
        }
        return written.toString();
    }
}
