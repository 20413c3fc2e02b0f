package io.stacksy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.route.Rule;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CleartextHttp2Test {
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int GOAWAY = 7;
    private static final int END_OF_STREAM_AND_HEADERS = 5;

    private final HttpClient client =
            HttpClient.newBuilder().version(Version.HTTP_2).build();
    private TestNode node = start(new TestNode.Setup());

    private static TestNode start(TestNode.Setup setup) {
        TestNode started = setup.start().complete();
        started.links
                .on("GET", "/a", new Rule.Anyone(), (request, response) -> response.getOutputStream()
                        .print("answered"))
                .on("POST", "/a", new Rule.Anyone(), (request, response) -> response.getOutputStream()
                        .print(request.getInputStream().readAllBytes().length));
        return started;
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void aClientThatAsksForItGetsIt() throws Exception {
        for (int i = 0; i < 3; i++) {
            HttpResponse<String> answer = send(to("/api/links/a"));
            assertThat(answer.version()).isEqualTo(Version.HTTP_2);
            assertThat(answer.body()).isEqualTo("answered");
            assertThat(answer.headers().firstValue("X-Request-Id")).isPresent();
        }
    }

    @Test
    void pathsAndHeadsAreHeldToTheSame() throws Exception {
        assertThat(send(to("/api/links/a")).version()).isEqualTo(Version.HTTP_2);
        assertThat(send(to("/api/links/%2e%2e/a")).statusCode()).isEqualTo(400);
        assertThat(send(to("/api/links/" + "a".repeat(9 << 10))).statusCode()).isEqualTo(414);
        HttpRequest.Builder many = to("/api/links/a");
        for (int i = 0; i < 101; i++) {
            many.header("X-" + i, "y");
        }
        assertThat(send(many).statusCode()).isEqualTo(431);
    }

    @Test
    void aRequestWithABodyIsAnsweredAsItCame() throws Exception {
        for (HttpRequest.BodyPublisher body : new HttpRequest.BodyPublisher[] {
            BodyPublishers.ofString("body"),
            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream("body".getBytes(StandardCharsets.UTF_8)))
        }) {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(to("/api/links/a").POST(body).build(), BodyHandlers.ofString());
            assertThat(answer.version()).isEqualTo(Version.HTTP_1_1);
            assertThat(answer.body()).isEqualTo("4");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X: y",
                "HTTP2-Settings: !",
                "HTTP2-Settings: AAMAAABk\r\nHTTP2-Settings: AAMAAABk",
                "HTTP2-Settings: AAMA"
            })
    void whoAsksBadlyIsAnsweredByHttp1(String settings) throws Exception {
        String answer = Wire.ask(
                node.port(),
                "GET /api/links/a HTTP/1.1\r\nHost: node\r\nConnection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\n"
                        + settings + "\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 200").endsWith("answered");
    }

    @Test
    void aTrustedProxyIsNotGivenATunnel() throws Exception {
        try (TestNode behind = start(new TestNode.Setup().trustedProxies("127.0.0.1"))) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + behind.port() + "/api/links/a"))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(answer.version()).isEqualTo(Version.HTTP_1_1);
            assertThat(answer.body()).isEqualTo("answered");
        }
    }

    @Test
    void aClientMayBeginWithIt() throws Exception {
        try (Socket socket = begin()) {
            socket.getOutputStream().write(request(1));
            assertThat(awaitFrame(socket, SETTINGS)).isNotEmpty();
            assertThat(awaitFrame(socket, HEADERS))
                    .as("with :status 200 of the static table")
                    .contains((byte) 0x88);
        }
    }

    @Test
    void whoTakesRequestsBackAgainAndAgainIsSentAway() throws Exception {
        try (Socket socket = begin()) {
            ByteArrayOutputStream flood = new ByteArrayOutputStream();
            for (int i = 0; i < 10 * Limits.HTTP2_IDLE_FRAMES_PER_SECOND; i++) {
                flood.write(request(2 * i + 1));
                flood.write(frame(RST_STREAM, 0, 2 * i + 1, new byte[] {0, 0, 0, 8}));
            }
            socket.getOutputStream().write(flood.toByteArray());
            byte[] goodbye = awaitFrame(socket, GOAWAY);
            assertThat(goodbye[7]).as("enhance your calm").isEqualTo((byte) 0xb);
        }
    }

    @Test
    void aDrainWaitsForWhatIsUnderWay() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch mayAnswer = new CountDownLatch(1);
        node.links.on("GET", "/slow", new Rule.Anyone(), (request, response) -> {
            entered.countDown();
            await(mayAnswer);
            response.getOutputStream().print("late");
        });
        assertThat(send(to("/api/links/a")).version()).isEqualTo(Version.HTTP_2);
        CompletableFuture<HttpResponse<String>> slow =
                client.sendAsync(to("/api/links/slow").build(), BodyHandlers.ofString());
        await(entered);
        Drain drain = new Drain(node.inFlight, node.connector, Duration.ofSeconds(10));
        CompletableFuture<Void> drained = CompletableFuture.runAsync(drain::close);
        while (!node.inFlight.draining()) {
            Thread.onSpinWait();
        }
        mayAnswer.countDown();
        HttpResponse<String> answer = slow.get(10, TimeUnit.SECONDS);
        assertThat(answer.version()).isEqualTo(Version.HTTP_2);
        assertThat(answer.body()).isEqualTo("late");
        drained.get(15, TimeUnit.SECONDS);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Socket begin() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port());
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write(PREFACE.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(frame(SETTINGS, 0, 0, new byte[0]));
        return socket;
    }

    /** GET by http, from the static table; then path and authority in full. */
    private static byte[] request(int stream) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.write(0x82);
        head.write(0x86);
        writeField(head, 4, "/api/links/a");
        writeField(head, 1, "node");
        return frame(HEADERS, END_OF_STREAM_AND_HEADERS, stream, head.toByteArray());
    }

    private static void writeField(ByteArrayOutputStream head, int name, String value) throws IOException {
        head.write(name);
        head.write(value.length());
        head.write(value.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(new byte[] {0, (byte) (payload.length >> 8), (byte) payload.length, (byte) type, (byte) flags});
        frame.write(new byte[] {(byte) (stream >> 24), (byte) (stream >> 16), (byte) (stream >> 8), (byte) stream});
        frame.write(payload);
        return frame.toByteArray();
    }

    /** What is in the next frame of that type. */
    private static byte[] awaitFrame(Socket socket, int type) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        while (true) {
            byte[] head = in.readNBytes(9);
            if (head.length < 9) {
                throw new IOException("closed before a frame of type " + type);
            }
            byte[] payload = in.readNBytes((head[0] & 0xff) << 16 | (head[1] & 0xff) << 8 | (head[2] & 0xff));
            if (head[3] == type) {
                return payload;
            }
        }
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
