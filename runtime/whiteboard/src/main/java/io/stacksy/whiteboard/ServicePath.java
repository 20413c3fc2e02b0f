package io.stacksy.whiteboard;

/** Paths as whiteboard services and annotations spell them, brought to one form. */
final class ServicePath {
    private ServicePath() {}

    /** {@code text} with one slash before each segment and none at the end: {@code shop//a/} is {@code /shop/a}. */
    static String normalise(String text) {
        StringBuilder path = new StringBuilder();
        int depth = 0;
        String rooted = "/" + text;
        for (int i = 0; i < rooted.length(); i++) {
            char c = rooted.charAt(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            boolean doubled = c == '/' && depth == 0 && path.length() > 0 && path.charAt(path.length() - 1) == '/';
            if (!doubled) {
                path.append(c);
            }
        }
        if (path.charAt(path.length() - 1) == '/') {
            path.setLength(path.length() - 1);
        }
        return path.toString();
    }

    /** A template without the regular expressions of its variables: {@code {id: \d+}} is {@code {id}}. */
    static String simplify(String template) {
        StringBuilder simple = new StringBuilder();
        int depth = 0;
        boolean name = true;
        for (int i = 0; i < template.length(); i++) {
            char c = template.charAt(i);
            if (c == '}') {
                depth--;
            }
            if (depth == 0) {
                name = true;
            } else if (depth == 1 && c == ':') {
                name = false;
            }
            if (name && !(depth > 0 && Character.isWhitespace(c))) {
                simple.append(c);
            }
            if (c == '{') {
                depth++;
            }
        }
        return simple.toString();
    }
}
