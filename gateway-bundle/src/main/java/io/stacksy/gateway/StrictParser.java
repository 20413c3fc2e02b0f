package io.stacksy.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpParser;
import org.jspecify.annotations.Nullable;

/**
 * A parser that takes only CRLF for the end of a line in a head. A lone line feed, which a proxy in front may read
 * otherwise, makes the request a bad one. The line with an access token, which is longer than all others together, is taken
 * as a whole where it is in the one form that clients send it in; any other is left to Jetty, letter by letter. Belongs to
 * one connection.
 */
final class StrictParser extends HttpParser {
    private static final long LINE_FEEDS = 0x0a0a_0a0a_0a0a_0a0aL;
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGHS = 0x8080_8080_8080_8080L;

    /** How long a line is at least that may be one with a token, and at most; what is taken so counts for no limit. */
    private static final int TOKEN_LINE_MIN = 256;

    private static final int TOKEN_LINE_MAX = 2_048;
    private static final byte[] TOKEN_LINE = "authorization: bearer ".getBytes(US_ASCII);
    private static final int VALUE = "authorization: ".length();
    private static final boolean[] IN_TOKEN =
            octets("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._");
    private static final int NONE = -1;

    private ByteBuffer tokenLine = ByteBuffer.allocate(0);
    private @Nullable HttpField token;
    private boolean lingering;
    private long lingersSince;
    private int longLine = NONE;
    private int longLineEnd;
    private byte previous;
    private boolean lineHasText;
    private boolean headHasText;

    StrictParser(RequestHandler handler, HttpCompliance compliance) {
        super(handler, Limits.HEADER_BYTES, compliance);
    }

    /**
     * The connection is to carry no other request. While a body is still coming, what comes of it is dropped for a while
     * before the connection is closed: closed at once, it would be reset, and the client might not get to read its answer.
     */
    @Override
    public void close() {
        if (inContentState()) {
            reset();
            lingering = true;
            lingersSince = System.nanoTime();
        } else {
            super.close();
        }
    }

    @Override
    public boolean parseNext(ByteBuffer buffer) {
        if (lingering) {
            buffer.position(buffer.limit());
            if (System.nanoTime() - lingersSince > Limits.LINGER_TIME.toNanos()) {
                super.close();
            }
            return false;
        }
        longLine = NONE;
        if (inHeaderState()) {
            spoilLoneLineFeed(buffer);
        }
        return super.parseNext(buffer);
    }

    @Override
    protected boolean parseFields(ByteBuffer buffer) {
        int line = longLine;
        if (line == NONE || getState() != State.HEADER || buffer.position() > line) {
            return super.parseFields(buffer);
        }
        longLine = NONE;
        int limit = buffer.limit();
        boolean handle;
        try {
            buffer.limit(line);
            handle = super.parseFields(buffer);
        } finally {
            buffer.limit(limit);
        }
        if (handle || buffer.position() != line || getState() != State.HEADER) {
            return handle;
        }
        HttpField field = token(buffer, line, longLineEnd);
        if (field != null) {
            getHandler().parsedHeader(field);
            buffer.position(longLineEnd + 1);
        }
        return super.parseFields(buffer);
    }

    /**
     * The field in the line that ends with the line feed at {@code end}, if there is nothing in it but a token. The same line
     * as the last one on this connection is the same field.
     */
    private @Nullable HttpField token(ByteBuffer buffer, int from, int end) {
        if (end + 1 == buffer.limit() || buffer.get(end + 1) == ' ' || buffer.get(end + 1) == '\t') {
            return null; // it may go on in the next line
        }
        int length = end - 1 - from;
        if (token == null || tokenLine.capacity() != length || tokenLine.mismatch(buffer.slice(from, length)) >= 0) {
            byte[] line = new byte[length];
            buffer.get(from, line);
            tokenLine = ByteBuffer.wrap(line);
            token = token(line);
        }
        return token;
    }

    private static @Nullable HttpField token(byte[] line) {
        for (int i = 0; i < TOKEN_LINE.length; i++) {
            if (Character.toLowerCase(line[i]) != TOKEN_LINE[i]) {
                return null;
            }
        }
        for (int i = TOKEN_LINE.length; i < line.length; i++) {
            if (line[i] < 0 || !IN_TOKEN[line[i]]) {
                return null;
            }
        }
        return new HttpField(HttpHeader.AUTHORIZATION, new String(line, VALUE, line.length - VALUE, US_ASCII));
    }

    private static boolean[] octets(String characters) {
        boolean[] octets = new boolean[Byte.MAX_VALUE + 1];
        characters.chars().forEach(character -> octets[character] = true);
        return octets;
    }

    /** Puts a character that is illegal everywhere in place of it, as the parser itself has no such rule. */
    private void spoilLoneLineFeed(ByteBuffer buffer) {
        int limit = buffer.limit();
        int line = buffer.position();
        for (int feed = lineFeed(buffer, line, limit); feed < limit; feed = lineFeed(buffer, line, limit)) {
            byte before = feed == buffer.position() ? previous : buffer.get(feed - 1);
            if (before != '\r') {
                buffer.put(feed, (byte) 0);
                return;
            }
            if (mayHaveToken(buffer, line, feed)) {
                longLine = line;
                longLineEnd = feed;
            }
            lineHasText |= hasText(buffer, line, feed);
            if (headHasText && !lineHasText) {
                headHasText = false;
                previous = 0;
                return;
            }
            headHasText |= lineHasText;
            lineHasText = false;
            line = feed + 1;
        }
        lineHasText |= hasText(buffer, line, limit);
        headHasText |= lineHasText;
        previous = limit > buffer.position() ? buffer.get(limit - 1) : previous;
    }

    /** Whether it is worth a closer look; a line is known to be a whole one by the line before it in the same buffer. */
    private static boolean mayHaveToken(ByteBuffer buffer, int line, int feed) {
        int length = feed - line;
        return line > buffer.position()
                && length >= TOKEN_LINE_MIN
                && length <= TOKEN_LINE_MAX
                && Character.toLowerCase(buffer.get(line)) == TOKEN_LINE[0];
    }

    private static boolean hasText(ByteBuffer buffer, int from, int to) {
        int i = from;
        while (i < to && buffer.get(i) == '\r') {
            i++;
        }
        return i < to;
    }

    /** Where the next line feed is, or {@code to}; looks at eight octets at a time. */
    private static int lineFeed(ByteBuffer buffer, int from, int to) {
        int i = from;
        while (i + Long.BYTES <= to && !hasLineFeed(buffer.getLong(i))) {
            i += Long.BYTES;
        }
        while (i < to && buffer.get(i) != '\n') {
            i++;
        }
        return i;
    }

    /** Whether one of eight octets is a line feed: by the well-known test for an octet that is zero. */
    private static boolean hasLineFeed(long octets) {
        long zeroWhereFeed = octets ^ LINE_FEEDS;
        return ((zeroWhereFeed - ONES) & ~zeroWhereFeed & HIGHS) != 0;
    }
}
