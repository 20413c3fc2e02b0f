package io.stacksy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpVersion;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

    /** All that makes a difference in or around a line with a token; {@code T} stands for a long one. */
    private static Stream<String> headsWithTokens() {
        List<String> lines = List.of(
                "Authorization: Bearer T",
                "authorization: bearer T",
                "AUTHORIZATION: BEARER T",
                "Authorization:Bearer T",
                "Authorization:  Bearer T",
                "Authorization: Bearer  T",
                "Authorization: Bearer T ",
                "Authorization: Bearer T\t",
                "Authorization : Bearer T",
                " Authorization: Bearer T",
                "Authorization: Bearer T,T",
                "Authorization: Bearer T\u0000",
                "Authorization: Bearer T\u007f",
                "Authorization: Bearer T\u00e9",
                "Authorization: Bearer T\r",
                "Authorization: Bearer T\r\n folded",
                "Authorization: Bearer T\r\n\tfolded",
                "Authorization: Basic T",
                "Proxy-Authorization: Bearer T",
                "X-Authorization: Bearer T",
                "Authorization: Bearer T\r\nAuthorization: Bearer T",
                "Authorization: Bearer T\r\nAuthorization: Bearer short",
                "Authorization: Bearer T\r\nContent-Length: 0",
                "Content-Length: 0\r\nAuthorization: Bearer T\r\nContent-Length: 1",
                "Authorization: Bearer T\r\nTransfer-Encoding: chunked\r\nContent-Length: 1",
                "Authorization: Bearer T\nX: y",
                "X: y\nAuthorization: Bearer T",
                "Cookie: a=T\r\nAuthorization: Bearer T\r\nX: T");
        return lines.stream()
                .flatMap(line -> Stream.of(
                        "GET / HTTP/1.1\r\n" + line + "\r\nHost: example.org\r\n\r\n",
                        "GET / HTTP/1.1\r\nHost: example.org\r\n" + line + "\r\n\r\n",
                        "GET / HTTP/1.1\r\nHost: example.org\r\nX: y\r\n" + line + "\r\nAccept: */*\r\n\r\n"))
                .map(head -> head.replace("T", "aB0-_.".repeat(160)));
    }

    @ParameterizedTest
    @MethodSource("headsWithTokens")
    void readsALineWithATokenAsJettyDoes(String head) {
        Outcome plain = new Outcome();
        boolean loneFeed = head.replace("\r\n", "").contains("\n");
        new HttpParser(plain, Limits.HEADER_BYTES, HttpCompliance.RFC7230).parseNext(bytes(head));
        for (int cut : new int[] {0, 10, 20, 60, 300, head.length() - 3, head.length()}) {
            Outcome strict = new Outcome();
            HttpParser parser = new StrictParser(strict, HttpCompliance.RFC7230);
            parser.parseNext(bytes(head.substring(0, cut)));
            if (strict.is == null) {
                parser.parseNext(bytes(head.substring(cut)));
            }
            if (loneFeed) {
                assertThat(strict.is).isEqualTo("bad");
            } else {
                assertThat(strict.is).as("divided at %s", cut).isEqualTo(plain.is);
                assertThat(strict.fields).as("divided at %s", cut).containsExactlyInAnyOrderElementsOf(plain.fields);
            }
        }
    }

    @Test
    void takesALineWithATokenBeforeTheFieldThatItHasReadLast() {
        Outcome outcome = new Outcome();
        String token = "Authorization: Bearer " + "aB0-_.".repeat(160);
        new StrictParser(outcome, HttpCompliance.RFC7230)
                .parseNext(bytes("GET / HTTP/1.1\r\nHost: example.org\r\n" + token + "\r\nX: y\r\n\r\n"));

        assertThat(outcome.fields).containsExactly("Authorization " + token, "Host Host: example.org", "null X: y");
    }

    @Test
    void knowsTheTokenOfTheRequestBeforeAgainAndNoOtherFor() {
        Outcome outcome = new Outcome();
        HttpParser parser = new StrictParser(outcome, HttpCompliance.RFC7230);
        String one = "Authorization: Bearer " + "aB0-_.".repeat(160);
        String other = one.substring(0, one.length() - 1) + "x";
        String bad = one.substring(0, one.length() - 1) + "\u0000";
        for (String line : List.of(one, one, other, other, one)) {
            outcome.fields.clear();
            parser.parseNext(bytes("GET / HTTP/1.1\r\nHost: example.org\r\n" + line + "\r\nX: y\r\n\r\n"));
            assertThat(outcome.is).isEqualTo("whole");
            assertThat(outcome.fields).containsOnlyOnce("Authorization " + line).hasSize(3);
            parser.reset();
        }
        parser.parseNext(bytes("GET / HTTP/1.1\r\nHost: example.org\r\n" + bad + "\r\nX: y\r\n\r\n"));
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
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** How the last request ended. */
    private static final class Outcome implements HttpParser.RequestHandler {
        private final List<String> fields = new ArrayList<>();
        private @Nullable String is;

        @Override
        public void startRequest(String method, String uri, HttpVersion version) {}

        @Override
        public void parsedHeader(HttpField field) {
            fields.add(field.getHeader() + " " + field);
        }

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
