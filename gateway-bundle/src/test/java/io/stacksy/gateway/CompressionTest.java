package io.stacksy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.route.Rule;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompressionTest {
    private static final Rule ANYONE = new Rule.Anyone();
    private static final String GZIP = "Accept-Encoding: br, gzip";
    private static final String LONG = "{\"items\":[" + "\"an item\",".repeat(200) + "\"the last\"]}";
    private static final String HUGE = LONG.repeat(100);
    private static final String TAG = "\"abc\"";

    private final Semaphore firstArrived = new Semaphore(0);
    private TestNode node;

    /** An answer, its body as it came. */
    private static final class Answer {
        private final String head;
        private final byte[] body;

        Answer(String head, byte[] body) {
            this.head = head;
            this.body = body;
        }

        String head() {
            return head;
        }

        int length() {
            return body.length;
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        String unpacked() throws IOException {
            try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }

    @BeforeEach
    void start() {
        node = new TestNode().complete();
        node.links
                .on("GET", "/long", ANYONE, (request, response) -> write(response, "application/json", LONG))
                .on("GET", "/small", ANYONE, (request, response) -> write(response, "text/plain", "small"))
                .on("GET", "/huge", ANYONE, (request, response) -> write(response, "text/plain", HUGE))
                .on("GET", "/image", ANYONE, (request, response) -> write(response, "image/png", LONG))
                .on("GET", "/vary", ANYONE, CompressionTest::varying)
                .on("GET", "/tagged", ANYONE, CompressionTest::tagged)
                .on("GET", "/part", ANYONE, CompressionTest::part)
                .on("GET", "/late", ANYONE, CompressionTest::late)
                .on("GET", "/pieces", ANYONE, this::pieces)
                .on("POST", "/long", ANYONE, (request, response) -> write(response, "application/json", LONG));
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/long", "/late"})
    void aLongTextIsCompressedForWhomTakesItSo(String path) throws IOException, InterruptedException {
        Answer answer = get(path, GZIP);
        assertThat(answer.head()).contains("Content-Encoding: gzip\r\n", "Vary: Accept-Encoding\r\n");
        assertThat(answer.unpacked()).isEqualTo(LONG);
        assertThat(node.nextAccess()).contains("bytes_out=\"" + answer.length() + "\"");
    }

    @Test
    void aTextLongerThanAllBuffersIsCompressedAsItComes() throws IOException, InterruptedException {
        Answer answer = get("/huge", GZIP);
        assertThat(answer.head()).contains("Content-Encoding: gzip\r\n");
        assertThat(answer.length()).isLessThan(HUGE.length() / 10);
        assertThat(node.nextAccess()).containsPattern("bytes_out=\"\\d{3,4}\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Accept: */*", "Accept-Encoding: gzip;q=0", "Accept-Encoding: br", "Accept-Encoding: identity"})
    void othersGetItAsItIsAndCachesAreTold(String header) throws IOException, InterruptedException {
        Answer answer = get("/long", header);
        assertThat(answer.head())
                .contains("Vary: Accept-Encoding\r\n", "Content-Length: " + LONG.length() + "\r\n")
                .doesNotContain("Content-Encoding");
        assertThat(answer.text()).isEqualTo(LONG);
        assertThat(node.nextAccess()).contains("bytes_out=\"" + LONG.length() + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/small", "/image"})
    void whatIsSmallOrNoTextStaysAsItIs(String path) throws IOException, InterruptedException {
        assertThat(get(path, GZIP).head()).contains("200 OK").doesNotContain("Content-Encoding");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/auth/secret", "/%61uth/secret"})
    void whatMayHoldASecretBesideWhatTheClientSentIsNot(String path) throws IOException, InterruptedException {
        node.mount(
                "/auth/secret",
                new FakeEndpoint()
                        .on(
                                "GET",
                                "/auth/secret",
                                ANYONE,
                                (request, response) -> write(response, "application/json", LONG)));
        Answer answer = ask("GET", path, GZIP);
        assertThat(answer.head()).contains("200 OK").doesNotContain("Content-Encoding", "Vary");
        assertThat(answer.text()).isEqualTo(LONG);
    }

    @Test
    void anEndpointThatSaysWhatElseItVariesByDoesNotTakeThatBack() throws IOException, InterruptedException {
        assertThat(get("/vary", GZIP).head()).contains("Vary: Accept\r\n", "Vary: Accept-Encoding\r\n");
    }

    @Test
    void aTagIsOneOfTheCompressedAnswerAndIsKnownAgain() throws IOException, InterruptedException {
        assertThat(get("/tagged").head()).contains("ETag: \"abc\"\r\n");
        assertThat(get("/tagged", GZIP).head()).contains("ETag: \"abc--gzip\"\r\n");
        for (String known : new String[] {"\"abc--gzip\"", TAG}) {
            Answer unchanged = get("/tagged", GZIP, "If-None-Match: " + known);
            assertThat(unchanged.head()).startsWith("HTTP/1.1 304").contains("ETag: " + known, "Vary: Accept-Encoding");
            assertThat(unchanged.length()).isZero();
        }
    }

    @Test
    void aPartIsAPartOfWhatIsNotCompressed() throws IOException, InterruptedException {
        Answer answer = get("/part", GZIP, "Range: bytes=0-1999");
        assertThat(answer.head())
                .startsWith("HTTP/1.1 206")
                .contains("Vary: Accept-Encoding\r\n")
                .doesNotContain("Content-Encoding");
        assertThat(answer.text()).isEqualTo(LONG.substring(0, 2_000));
    }

    @Test
    void aHeadPromisesNoLengthThatTheAnswerToGetDoesNotHave() throws IOException, InterruptedException {
        assertThat(ask("HEAD", "/api/links/long", GZIP).head())
                .startsWith("HTTP/1.1 200")
                .contains("Vary: Accept-Encoding\r\n")
                .doesNotContain("Content-Length");
        assertThat(ask("HEAD", "/api/links/long").head())
                .contains("Vary: Accept-Encoding\r\n", "Content-Length: " + LONG.length() + "\r\n");
        assertThat(ask("HEAD", "/api/links/small", GZIP).head()).contains("Content-Length: 5\r\n");
    }

    @Test
    void theAnswerToAPostIsCompressedToo() throws IOException, InterruptedException {
        Answer answer = ask("POST", "/api/links/long", GZIP, "Content-Length: 0");
        assertThat(answer.unpacked()).isEqualTo(LONG);
    }

    /** The second piece is written only when the client says that it has the first. */
    @Test
    void whatIsFlushedArrivesAtOnce() throws IOException, InterruptedException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(Wire.head("GET", "/api/links/pieces", GZIP).getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = socket.getInputStream();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.read());
            }
            assertThat(head.toString()).contains("Content-Encoding: gzip\r\n");
            assertThat(in.read()).as("the first piece's first byte").isPositive();
            firstArrived.release();
            assertThat(in.readAllBytes()).isNotEmpty();
        }
    }

    private void pieces(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain");
        response.getOutputStream().print("first");
        response.flushBuffer();
        firstArrived.acquireUninterruptibly();
        response.getOutputStream().print("second");
    }

    private static void varying(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Vary", "Accept");
        write(response, "text/plain", LONG);
    }

    private static void tagged(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("ETag", TAG);
        if (TAG.equals(request.getHeader("If-None-Match"))) {
            response.setStatus(304);
        } else {
            write(response, "text/plain", LONG);
        }
    }

    private static void part(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setStatus(206);
        response.setHeader("Content-Range", "bytes 0-1999/" + LONG.length());
        write(response, "text/plain", LONG.substring(0, 2_000));
    }

    private static void late(HttpServletRequest request, HttpServletResponse response) {
        AsyncContext context = request.startAsync();
        context.start(() -> {
            try {
                write((HttpServletResponse) context.getResponse(), "application/json", LONG);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            } finally {
                context.complete();
            }
        });
    }

    private static void write(HttpServletResponse response, String type, String text) throws IOException {
        response.setContentType(type);
        if (text.length() < HUGE.length()) {
            response.setContentLength(text.length());
        }
        response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private Answer get(String path, String... headers) throws IOException {
        return ask("GET", "/api/links" + path, headers);
    }

    private Answer ask(String method, String path, String... headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(Wire.head(method, path, headers).getBytes(StandardCharsets.ISO_8859_1));
            byte[] all = socket.getInputStream().readAllBytes();
            String text = new String(all, StandardCharsets.ISO_8859_1);
            int end = text.indexOf("\r\n\r\n") + 4;
            return new Answer(text.substring(0, end), Arrays.copyOfRange(all, end, all.length));
        }
    }
}
