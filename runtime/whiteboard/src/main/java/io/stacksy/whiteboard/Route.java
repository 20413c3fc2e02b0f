package io.stacksy.whiteboard;

import io.stacksy.route.Operation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import org.glassfish.jersey.uri.PathPattern;
import org.jspecify.annotations.Nullable;

/** One line of a matching table: a pattern, and what is there. */
sealed interface Route {
    PathPattern pattern();

    /** What a path that matches begins with; a quick way to find out that one does not. */
    String prefix();

    /** The match with {@code path}, or null. */
    default @Nullable MatchResult match(String path) {
        return path.startsWith(prefix()) ? pattern().match(path) : null;
    }

    /** The end of a path, with the operations that answer there. */
    record Leaf(PathPattern pattern, String prefix, Map<String, Operation> operations) implements Route {
        public Leaf {
            operations = Map.copyOf(operations);
        }

        @Nullable
        Operation operation(String method) {
            Operation operation = operations.get(method);
            return operation == null && method.equals("HEAD") ? operations.get("GET") : operation;
        }

        Set<String> allowed() {
            Set<String> allowed = new TreeSet<>(operations.keySet());
            allowed.add("OPTIONS");
            if (allowed.contains("GET")) {
                allowed.add("HEAD");
            }
            return allowed;
        }
    }

    /** The first part of a path, with what may follow. */
    record Branch(PathPattern pattern, String prefix, List<Route> routes) implements Route {
        public Branch {
            routes = List.copyOf(routes);
        }
    }

    /** A sub-resource locator, which decides about the rest of a path when it is asked. */
    record Locator(PathPattern pattern, String prefix, Operation operation) implements Route {}

    /** The characters of a pattern's template up to the first that could be written or matched otherwise. */
    static String prefixOf(PathPattern pattern) {
        String template = pattern.getTemplate().getTemplate();
        int end = 0;
        while (end < template.length() && plain(template.charAt(end))) {
            end++;
        }
        while (end > 0 && template.charAt(end - 1) == '/') {
            end--;
        }
        return template.substring(0, end);
    }

    private static boolean plain(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "/-_.~".indexOf(c) >= 0;
    }
}
