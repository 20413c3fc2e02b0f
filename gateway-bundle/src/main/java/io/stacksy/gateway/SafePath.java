package io.stacksy.gateway;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The path of a request, of which there is only one reading: what routes, rules and endpoints see is the same. Characters
 * that need no escape have none, and escapes are in upper case.
 */
record SafePath(String value) {
    private static final int HEX = 16;

    /**
     * Reads a path as it came on the wire.
     *
     * @throws Refusal for a path that two readers could read in two ways: path parameters, escaped separators, dot
     *     segments, empty segments, backslashes, control characters, double escapes, and what is not UTF-8
     */
    static SafePath of(String raw) {
        if (!raw.startsWith("/")) {
            throw Refusal.badPath("does not begin with a slash");
        }
        String path = raw.indexOf('%') < 0 ? plain(raw) : unescaped(raw);
        refuseSegments(path);
        return new SafePath(path);
    }

    /** The first segment, without slashes; empty for the root. */
    String head() {
        int end = value.indexOf('/', 1);
        return end < 0 ? value.substring(1) : value.substring(1, end);
    }

    /** What follows the first {@code length} characters; a slash where nothing does. */
    String after(int length) {
        return value.length() <= length ? "/" : value.substring(length);
    }

    /** The text that {@code path}, a piece of a safe path, stands for. */
    static String decoded(String path) {
        return path.indexOf('%') < 0 ? path : utf8(path);
    }

    private static String plain(String raw) {
        for (int i = 0; i < raw.length(); i++) {
            refuseCharacter(raw.charAt(i));
        }
        return raw;
    }

    private static String unescaped(String raw) {
        StringBuilder path = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '%') {
                refuseCharacter(c);
                path.append(c);
                continue;
            }
            int octet = octet(raw, i);
            refuseOctet(octet, raw, i);
            if (isUnreserved(octet)) {
                path.append((char) octet);
            } else {
                path.append(raw.substring(i, i + 3).toUpperCase(Locale.ROOT));
            }
            i += 2;
        }
        utf8(path.toString());
        return path.toString();
    }

    private static void refuseCharacter(char c) {
        if (c == ';') {
            throw Refusal.badPath("has path parameters");
        }
        if (c == '\\') {
            throw Refusal.badPath("has a backslash");
        }
        if (c <= ' ' || c >= 0x7f) {
            throw Refusal.badPath("has a character that must be escaped");
        }
    }

    private static void refuseOctet(int octet, String raw, int at) {
        if (octet == '/' || octet == '\\') {
            throw Refusal.badPath("has an escaped separator");
        }
        if (octet < ' ' || octet == 0x7f) {
            throw Refusal.badPath("has an escaped control character");
        }
        if (octet == '%' && isOctet(raw, at + 3)) {
            throw Refusal.badPath("is escaped twice");
        }
    }

    private static void refuseSegments(String path) {
        int from = 1;
        while (from <= path.length()) {
            int slash = path.indexOf('/', from);
            int end = slash < 0 ? path.length() : slash;
            int length = end - from;
            if (length == 0 && slash >= 0) {
                throw Refusal.badPath("has an empty segment");
            }
            if ((length == 1 || length == 2) && path.charAt(from) == '.' && path.charAt(end - 1) == '.') {
                throw Refusal.badPath("has a dot segment");
            }
            from = end + 1;
        }
    }

    private static int octet(String raw, int at) {
        if (!isOctet(raw, at + 1)) {
            throw Refusal.badPath("has a percent sign without two hexadecimal digits");
        }
        return Integer.parseInt(raw, at + 1, at + 3, HEX);
    }

    private static boolean isOctet(String raw, int from) {
        return from + 2 <= raw.length() && isHex(raw.charAt(from)) && isHex(raw.charAt(from + 1));
    }

    /** Not {@link Character#digit}, which takes the digits of every script. */
    private static boolean isHex(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    private static boolean isUnreserved(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }

    private static String utf8(String path) {
        byte[] octets = new byte[path.length()];
        int length = 0;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '%') {
                octets[length++] = (byte) octet(path, i);
                i += 2;
            } else {
                octets[length++] = (byte) c;
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Refusal.badPath("is not UTF-8");
        }
    }
}
