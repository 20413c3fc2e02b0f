package io.stacksy.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stacksy.route.Rule;
import io.stacksy.testing.SelfSigned;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TlsTest {
    private static final Duration PERIOD = Duration.ofMillis(20);

    private static Path folder;
    private static SelfSigned first;
    private static SelfSigned second;
    private static SSLContext trust;

    private Path certificate;
    private Path key;
    private Tls tls;
    private TestNode node;

    @BeforeAll
    static void make(@TempDir Path temporary) throws Exception {
        folder = temporary;
        first = SelfSigned.make(folder, "RSA");
        second = SelfSigned.make(folder, "EC");
        trust = SelfSigned.trusting(first, second);
    }

    @BeforeEach
    void start() throws Exception {
        Path own = Files.createTempDirectory(folder, "node");
        certificate = own.resolve("tls.crt");
        key = own.resolve("tls.key");
        first.writeCertificate(certificate).writeKey(key);
        tls = new Tls(certificate, key, PERIOD);
        node = new TestNode.Setup().tls(tls).start().complete();
        node.links
                .on("GET", "/echo", new Rule.Anyone(), PipelineTest::echo)
                .on("POST", "/small", 10, (request, response) -> request.getInputStream()
                        .readAllBytes());
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void bothVersionsOfHttpAreSecure(Version version) throws Exception {
        HttpResponse<String> answer = get(version, "/api/links/echo");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.version()).isEqualTo(version);
        assertThat(answer.body())
                .contains("requestURL=https://localhost:" + node.port() + "/api/links/echo", "secure=true");
        assertThat(node.nextAccess()).contains("status=\"200\"");
    }

    @Test
    void anAddressIsAsGoodAsAName() throws Exception {
        URI uri = URI.create("https://127.0.0.1:" + node.port() + "/api/links/echo");
        assertThat(client(Version.HTTP_2)
                        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/links/%2e%2e/a", "/api/links/;a", "/api/links/%2fa"})
    void anAmbiguousPathIsRefusedInHttp2Too(String path) throws Exception {
        HttpResponse<String> answer = get(Version.HTTP_2, path);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    @Test
    void whatIsTooMuchIsRefusedInHttp2Too() throws Exception {
        assertThat(get(Version.HTTP_2, "/api/links/" + "a".repeat(9_000)).statusCode())
                .isEqualTo(414);
        HttpRequest.Builder many = request("/api/links/echo");
        for (int i = 0; i < 200; i++) {
            many.header("X-" + i, "y");
        }
        assertThat(send(Version.HTTP_2, many).statusCode()).isEqualTo(431);
        HttpRequest.Builder large = request("/api/links/small").POST(BodyPublishers.ofString("12345678901"));
        assertThat(send(Version.HTTP_2, large).statusCode()).isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aClientThatAsksForNoProtocolGetsHttp11(String version) throws Exception {
        try (SSLSocket socket = socket(node.port())) {
            socket.setEnabledProtocols(new String[] {version});
            Wire wire = new Wire(socket);
            wire.send(Wire.head("GET", "/api/links/echo"));
            assertThat(wire.readAll()).startsWith("HTTP/1.1 200");
            assertThat(socket.getSession().getProtocol()).isEqualTo(version);
        }
    }

    @Test
    void aClientThatKnowsNeitherIsRefused() throws Exception {
        try (SSLSocket socket = socket(node.port())) {
            var parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"spdy/3"});
            socket.setSSLParameters(parameters);
            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
        }
    }

    @Test
    void changedFilesAreTakenForNewConnections() throws Exception {
        try (SSLSocket before = socket(node.port())) {
            before.startHandshake();
            second.writeCertificate(certificate);
            second.writeKey(key);
            awaitShown(second);
            Wire wire = new Wire(before);
            wire.send(Wire.head("GET", "/api/links/echo"));
            assertThat(wire.readAll()).startsWith("HTTP/1.1 200");
        }
        assertThat(tls.check(Instant.now()).status()).isEqualTo(Check.Status.UP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nothing", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"})
    void brokenFilesAreNotTaken(String content) throws Exception {
        Files.writeString(certificate, content);
        awaitDegraded("holds ");
        awaitShown(first);
        first.writeCertificate(certificate);
        while (tls.check(Instant.now()).status() != Check.Status.UP) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aKeyThatDoesNotFitIsNotTaken() throws Exception {
        second.writeKey(key);
        awaitDegraded("holds no RSA key");
        SelfSigned.make(folder, "RSA").writeKey(key);
        awaitDegraded("is not the key of the certificate");
        Files.delete(key);
        awaitDegraded("cannot read");
        awaitShown(first);
    }

    @Test
    void anExpiredCertificateIsShownAndComplainedOf() {
        Instant expiry = Instant.parse("2999-01-01T00:00:00Z");
        assertThat(tls.check(expiry).status()).isEqualTo(Check.Status.DEGRADED);
        assertThat(tls.check(expiry).detail()).startsWith("the certificate expired at 20");
    }

    @Test
    void healthSaysHowTheCertificateIsDoing() throws Exception {
        assertThat(get(Version.HTTP_1_1, "/health").body()).contains("{\"name\":\"tls\",\"status\":\"up\"");
        Files.delete(certificate);
        awaitDegraded("cannot read");
        HttpResponse<String> answer = get(Version.HTTP_1_1, "/health");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"status\":\"degraded\"", "{\"name\":\"tls\",\"status\":\"degraded\"");
    }

    @Test
    void unusableFilesAreNoStart() throws Exception {
        Files.writeString(certificate, "nothing");
        assertThatThrownBy(() -> new Tls(certificate, key, PERIOD)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anIdleHttp2ConnectionDoesNotHoldADrainUp() throws Exception {
        HttpClient client = client(Version.HTTP_2);
        client.send(request("/api/links/echo").build(), BodyHandlers.ofString());
        var closed = node.connector.stopListening();
        node.connector.closeSilent(Duration.ofMillis(100));
        closed.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aHandshakeOrAHeadThatDoesNotGetCompleteIsCutOff() throws Exception {
        Server server = new Server();
        try (ServerConnector slow = new ServerConnector(
                server,
                1,
                1,
                new SslConnectionFactory(tls.context(), ApplicationProtocols.NAME),
                new ApplicationProtocols(),
                new StrictConnectionFactory(new HttpConfiguration()))) {
            slow.addBean(SlowHeads.on(slow, Duration.ofSeconds(1)));
            server.addConnector(slow);
            server.start();
            try (Wire wire = new Wire(slow.getLocalPort())) {
                wire.send("\u0016\u0003\u0001");
                assertThat(wire.readAll()).isEmpty();
            }
            try (SSLSocket socket = socket(slow.getLocalPort())) {
                Wire wire = new Wire(socket);
                wire.send("GET / HTTP/1.1\r\nHost:");
                assertThat(wire.readAll()).isEmpty();
            }
        } finally {
            server.stop();
        }
    }

    private void awaitShown(SelfSigned expected) throws Exception {
        while (true) {
            try (SSLSocket socket = socket(node.port())) {
                socket.startHandshake();
                if (socket.getSession().getPeerCertificates()[0].equals(expected.certificate())) {
                    return;
                }
            }
        }
    }

    private void awaitDegraded(String reason) {
        Check check = tls.check(Instant.now());
        while (check.status() != Check.Status.DEGRADED || !check.detail().contains(reason)) {
            Thread.onSpinWait();
            check = tls.check(Instant.now());
        }
        assertThat(check.detail()).contains("; the one before stays, until 20");
    }

    private HttpResponse<String> get(Version version, String path) throws Exception {
        return send(version, request(path));
    }

    private static HttpResponse<String> send(Version version, HttpRequest.Builder request) throws Exception {
        return client(version).send(request.build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + node.port() + path));
    }

    private static HttpClient client(Version version) {
        return HttpClient.newBuilder().sslContext(trust).version(version).build();
    }

    private static SSLSocket socket(int port) throws Exception {
        return (SSLSocket) trust.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
    }
}
