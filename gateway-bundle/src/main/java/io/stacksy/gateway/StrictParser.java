package io.stacksy.gateway;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpParser;

/**
 * A parser that takes only CRLF for the end of a line in a head. A lone line feed, which a proxy in front may read
 * otherwise, makes the request a bad one. Belongs to one connection.
 */
final class StrictParser extends HttpParser {
    private byte previous;
    private int lineLength;
    private boolean begun;

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
        for (int i = buffer.position(); i < buffer.limit(); i++) {
            byte octet = buffer.get(i);
            if (octet == '\n') {
                if (previous != '\r') {
                    buffer.put(i, (byte) 0);
                    return;
                }
                if (begun && lineLength == 0) {
                    begun = false;
                    previous = 0;
                    return;
                }
                lineLength = 0;
            } else if (octet != '\r') {
                lineLength++;
                begun = true;
            }
            previous = octet;
        }
    }
}
