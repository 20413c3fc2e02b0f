package io.stacksy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpVersion;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StrictParserTest {
    private static final String HEAD =
            "GET /some/where HTTP/1.1\r\nHost: example.org\r\nX: \r\nX-Long: " + "y".repeat(70) + "\r\n\r\n";

    @Test
    void takesAHeadWhereverItIsDivided() {
        for (int cut = 0; cut <= HEAD.length(); cut++) {
            assertThat(parse(HEAD, cut)).as("divided at %s", cut).isEqualTo("whole");
        }
    }

    @Test
    void takesEmptyLinesBeforeTheFirst() {
        for (int cut = 0; cut <= HEAD.length(); cut++) {
            assertThat(parse("\r\n\r\n" + HEAD, cut)).as("divided at %s", cut).isEqualTo("whole");
        }
    }

    @Test
    void refusesALineFeedAloneWhereverItIsAndWhereverTheHeadIsDivided() {
        for (int end = HEAD.indexOf("\r\n"); end >= 0; end = HEAD.indexOf("\r\n", end + 1)) {
            String lone = HEAD.substring(0, end) + HEAD.substring(end + 1);
            for (int cut = 0; cut <= lone.length(); cut++) {
                assertThat(parse(lone, cut)).as("%s, divided at %s", end, cut).isEqualTo("bad");
            }
        }
    }

    @Test
    void looksAtTheHeadOfTheNextRequestToo() {
        Outcome outcome = new Outcome();
        HttpParser parser = new StrictParser(outcome, HttpCompliance.RFC7230);
        ByteBuffer both = bytes(HEAD + "GET / HTTP/1.1\nHost: example.org\r\n\r\n");

        parser.parseNext(both);
        assertThat(outcome.is).isEqualTo("whole");

        parser.reset();
        parser.parseNext(both);
        assertThat(outcome.is).isEqualTo("bad");
    }

    private static @Nullable String parse(String head, int cut) {
        Outcome outcome = new Outcome();
        HttpParser parser = new StrictParser(outcome, HttpCompliance.RFC7230);
        parser.parseNext(bytes(head.substring(0, cut)));
        if (outcome.is == null) {
            parser.parseNext(bytes(head.substring(cut)));
        }
        return outcome.is;
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** How the last request ended. */
    private static final class Outcome implements HttpParser.RequestHandler {
        private @Nullable String is;

        @Override
        public void startRequest(String method, String uri, HttpVersion version) {}

        @Override
        public void parsedHeader(HttpField field) {}

        @Override
        public boolean headerComplete() {
            return false;
        }

        @Override
        public boolean content(ByteBuffer item) {
            return false;
        }

        @Override
        public boolean contentComplete() {
            return false;
        }

        @Override
        public boolean messageComplete() {
            is = "whole";
            return true;
        }

        @Override
        public void badMessage(HttpException failure) {
            is = "bad";
        }

        @Override
        public void earlyEOF() {}
    }
}
