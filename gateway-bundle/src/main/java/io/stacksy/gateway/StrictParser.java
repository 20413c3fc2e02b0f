package io.stacksy.gateway;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpParser;

/**
 * A parser that takes only CRLF for the end of a line in a head. A lone line feed, which a proxy in front may read
 * otherwise, makes the request a bad one. Belongs to one connection.
 */
final class StrictParser extends HttpParser {
    private static final long LINE_FEEDS = 0x0a0a_0a0a_0a0a_0a0aL;
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGHS = 0x8080_8080_8080_8080L;

    private byte previous;
    private boolean lineHasText;
    private boolean headHasText;

    StrictParser(RequestHandler handler, HttpCompliance compliance) {
        super(handler, Limits.HEADER_BYTES, compliance);
    }

    @Override
    public boolean parseNext(ByteBuffer buffer) {
        if (inHeaderState()) {
            spoilLoneLineFeed(buffer);
        }
        return super.parseNext(buffer);
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
