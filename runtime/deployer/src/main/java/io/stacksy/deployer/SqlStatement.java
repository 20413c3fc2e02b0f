package io.stacksy.deployer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One statement of a script of PostgreSQL, as its words and signs; without comments, and read from left to right. */
final class SqlStatement {
    private static final Pattern TOKEN =
            Pattern.compile("(?s)(?<space>\\s+|--[^\\n]*)|(?<comment>/\\*)|(?<dollar>\\$(?:[A-Za-z_][A-Za-z_0-9]*)?\\$)"
                    + "|(?<escaped>[eE]'(?:[^'\\\\]|''|\\\\.)*'?)|(?<text>[uUbBxXnN]?&?'(?:[^']|'')*'?)"
                    + "|(?<quoted>\"(?:[^\"]|\"\")*\"?)|(?<word>[\\p{L}_][\\p{L}\\p{Nd}_$]*)|(?<other>.)");
    private static final Pattern COMMENT_SIGN = Pattern.compile("/\\*|\\*/");
    private static final String LITERAL = "'";

    private final List<String> tokens;
    private int next;

    private SqlStatement(List<String> tokens) {
        this.tokens = List.copyOf(tokens);
    }

    /** The statements of a script, in order. */
    static List<SqlStatement> of(String script) {
        List<SqlStatement> statements = new ArrayList<>();
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(script);
        int position = 0;
        int depth = 0;
        while (position < script.length() && matcher.find(position)) {
            position = matcher.end();
            if (matcher.group("comment") != null) {
                position = endOfComment(script, position);
            } else if (matcher.group("dollar") != null) {
                int end = script.indexOf(matcher.group("dollar"), position);
                position = end < 0
                        ? script.length()
                        : end + matcher.group("dollar").length();
                tokens.add(LITERAL);
            } else if (matcher.group("space") == null) {
                String token = token(matcher);
                depth += token.equals("(") ? 1 : token.equals(")") ? -1 : 0;
                if (token.equals(";") && depth <= 0) {
                    add(statements, tokens);
                    tokens = new ArrayList<>();
                } else {
                    tokens.add(token);
                }
            }
        }
        add(statements, tokens);
        return statements;
    }

    private static void add(List<SqlStatement> statements, List<String> tokens) {
        if (!tokens.isEmpty()) {
            statements.add(new SqlStatement(tokens));
        }
    }

    /** Comments can have comments in them. */
    private static int endOfComment(String script, int start) {
        Matcher signs = COMMENT_SIGN.matcher(script);
        int depth = 1;
        int position = start;
        while (depth > 0 && signs.find(position)) {
            depth += signs.group().equals("/*") ? 1 : -1;
            position = signs.end();
        }
        return depth > 0 ? script.length() : position;
    }

    /** Words in lower case, quoted names in their quotes, texts as one quote: what is in them does not matter. */
    private static String token(Matcher matcher) {
        if (matcher.group("escaped") != null || matcher.group("text") != null) {
            return LITERAL;
        }
        return matcher.group("word") == null ? matcher.group() : matcher.group().toLowerCase(Locale.ROOT);
    }

    /** Goes past {@code words} if they are next, all of them and in this order. */
    boolean take(String... words) {
        List<String> wanted = List.of(words);
        int end = next + wanted.size();
        boolean there = end <= tokens.size() && tokens.subList(next, end).equals(wanted);
        next = there ? end : next;
        return there;
    }

    /** Goes past the first of {@code words} that is next, if one is. */
    boolean takeOne(String... words) {
        return List.of(words).stream().anyMatch(this::take);
    }

    /** Goes past a name, qualified or not, and returns its last part; empty where there is none. */
    String takeName() {
        String name = takeToken();
        while (take(".")) {
            name = takeToken();
        }
        boolean quoted = name.length() > 2 && name.startsWith("\"") && name.endsWith("\"");
        return quoted ? name.substring(1, name.length() - 1).replace("\"\"", "\"") : name;
    }

    private String takeToken() {
        return next < tokens.size() ? tokens.get(next++) : "";
    }

    /** Whether {@code words} come anywhere in what is left, one after the other. */
    boolean has(String... words) {
        List<String> left = tokens.subList(next, tokens.size());
        return Collections.indexOfSubList(left, List.of(words)) >= 0;
    }

    /** What comes after the first {@code word}; nothing where that does not come. */
    SqlStatement after(String word) {
        int found = tokens.subList(next, tokens.size()).indexOf(word);
        return new SqlStatement(found < 0 ? List.of() : tokens.subList(next + found + 1, tokens.size()));
    }

    boolean isAtEnd() {
        return next >= tokens.size();
    }

    /** What is left, cut at the commas that are not in parentheses. */
    List<SqlStatement> parts() {
        List<SqlStatement> parts = new ArrayList<>();
        List<String> part = new ArrayList<>();
        int depth = 0;
        for (String token : tokens.subList(next, tokens.size())) {
            depth += token.equals("(") ? 1 : token.equals(")") ? -1 : 0;
            if (token.equals(",") && depth == 0) {
                add(parts, part);
                part = new ArrayList<>();
            } else {
                part.add(token);
            }
        }
        add(parts, part);
        return parts;
    }

    /** What is before the first of {@code words} outside of parentheses. */
    SqlStatement until(String... words) {
        List<String> ends = List.of(words);
        int depth = 0;
        for (int i = next; i < tokens.size(); i++) {
            depth += tokens.get(i).equals("(") ? 1 : tokens.get(i).equals(")") ? -1 : 0;
            if (depth == 0 && ends.contains(tokens.get(i))) {
                return new SqlStatement(tokens.subList(next, i));
            }
        }
        return new SqlStatement(tokens.subList(next, tokens.size()));
    }

    /** Its first words, for people. */
    @Override
    public String toString() {
        String words = String.join(" ", tokens.subList(0, Math.min(tokens.size(), 4)));
        return Archive.printable(words) + (tokens.size() > 4 ? " …" : "");
    }
}
