package io.stacksy.gateway;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Enumeration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a caller calls a request by that it may repeat. Its header is a string as RFC 8941 has it, in quotes; without
 * them it is the same key, for many clients send it so.
 */
record IdempotencyKey(String value) {
    static final String HEADER = "Idempotency-Key";

    private static final int MAX_LENGTH = 255;
    private static final Pattern QUOTED = Pattern.compile("\"((?:[ !#-\\[\\]-~]|\\\\[\"\\\\])*)\"");
    private static final Pattern ESCAPED = Pattern.compile("\\\\(.)");

    /** Visible ASCII, but for what would mean something in a structured field: quotes, backslash, comma, semicolon. */
    private static final Pattern BARE = Pattern.compile("[!#-+\\--:<-\\[\\]-~]+");

    /**
     * The key of a request that is known to have one.
     *
     * @throws Refusal for more than one, and for what is none
     */
    static IdempotencyKey of(HttpServletRequest request) {
        Enumeration<String> lines = request.getHeaders(HEADER);
        String line = lines.nextElement().strip();
        if (lines.hasMoreElements()) {
            throw Refusal.badIdempotencyKey();
        }
        return parse(line);
    }

    private static IdempotencyKey parse(String line) {
        Matcher quoted = QUOTED.matcher(line);
        String value = "";
        if (quoted.matches()) {
            value = ESCAPED.matcher(quoted.group(1)).replaceAll("$1");
        } else if (BARE.matcher(line).matches()) {
            value = line;
        }
        if (value.isEmpty() || value.length() > MAX_LENGTH) {
            throw Refusal.badIdempotencyKey();
        }
        return new IdempotencyKey(value);
    }
}
