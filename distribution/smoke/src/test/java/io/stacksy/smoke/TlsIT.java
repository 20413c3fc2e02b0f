package io.stacksy.smoke;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stacksy.testing.SelfSigned;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A node that has a certificate of its own. */
class TlsIT {
    private static Path folder;
    private static Path certificate;
    private static Path key;
    private static SelfSigned first;
    private static SelfSigned second;
    private static SSLContext trust;
    private static Node node;

    @BeforeAll
    static void start() throws IOException, GeneralSecurityException, InterruptedException {
        folder = Data.empty("certificates");
        certificate = folder.resolve("tls.crt");
        key = folder.resolve("tls.key");
        first = SelfSigned.make(folder, "RSA").writeCertificate(certificate).writeKey(key);
        second = SelfSigned.make(folder, "EC");
        trust = SelfSigned.trusting(first, second);
        node = start("tls")
                .with("STACKSY_PUBLIC_URL", "https://api.example.org")
                .ready();
    }

    private static Start start(String data) {
        return Node.on(Data.used(data))
                .with("STACKSY_TLS_CERT", certificate.toString())
                .with("STACKSY_TLS_KEY", key.toString());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @ParameterizedTest
    @CsvSource({"HTTP_2", "HTTP_1_1"})
    void speaksBothVersionsAndAsksClientsToKeepToTls(Version version)
            throws IOException, GeneralSecurityException, InterruptedException {
        assertThat(node.uri().getScheme()).isEqualTo("https");
        HttpResponse<String> answer = get(version, "/health/live");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.version()).isEqualTo(version);
        assertThat(answer.headers().firstValue("Strict-Transport-Security")).hasValue("max-age=31536000");
        assertThat(answer.headers().firstValue("X-Request-Id")).isPresent();
    }

    @Test
    void aToolIsServedOverHttp2() throws IOException, GeneralSecurityException, InterruptedException {
        assertThat(get(Version.HTTP_2, "/l/nothing-of-that-name").statusCode()).isEqualTo(404);
        assertThat(get(Version.HTTP_2, "/api/links/%2e%2e/admin").statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"HTTP_2", "HTTP_1_1"})
    void aLongAnswerIsCompressedOverBoth(Version version)
            throws IOException, GeneralSecurityException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(node.uri() + "/openapi.json"))
                .header("Accept-Encoding", "gzip")
                .build();
        HttpResponse<byte[]> answer = client(version).send(request, BodyHandlers.ofByteArray());
        assertThat(answer.version()).isEqualTo(version);
        assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes())
                .startsWith("{\"openapi\":\"3.1".getBytes(US_ASCII));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void takesTheCurrentVersionsOfTls(String version)
            throws IOException, GeneralSecurityException, InterruptedException {
        try (SSLSocket socket = socket()) {
            socket.setEnabledProtocols(new String[] {version});
            socket.startHandshake();
            assertThat(socket.getSession().getProtocol()).isEqualTo(version);
        }
    }

    @Test
    void whoSpeaksPlainlyGetsNothing() throws IOException, GeneralSecurityException, InterruptedException {
        assertThat(Wire.ask(node.uri(), "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .doesNotContain("200", "status");
    }

    @Test
    void aChangedCertificateIsTakenAndABrokenOneIsNot()
            throws IOException, GeneralSecurityException, InterruptedException {
        assertThat(shown()).isEqualTo(first.certificate());
        try (Wire before = new Wire(socket())) {
            second.writeCertificate(certificate).writeKey(key);
            Eventually.is("the new certificate", () -> shown().equals(second.certificate()));
            before.send("GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(before.readAll()).startsWith("HTTP/1.1 200");
        }
        Api admin = new Api(client(Version.HTTP_1_1), node.uri()).login("admin", node.adminPassword());
        assertThat(admin.get("/health").body().path("checks").toString())
                .contains("\"name\":\"tls\",\"status\":\"up\"");

        first.writeKey(key);
        Eventually.is(
                "a certificate that is not taken",
                () -> admin.get("/health").text().contains("\"name\":\"tls\",\"status\":\"degraded\""));
        assertThat(admin.get("/health").text())
                .contains("a changed certificate is not taken: ", "holds no EC key", "until 20");
        assertThat(admin.get("/health").status()).isEqualTo(200);
        assertThat(node.output()).anyMatch(line -> line.contains("a changed certificate is not taken"));
        assertThat(shown()).isEqualTo(second.certificate());

        first.writeCertificate(certificate);
        Eventually.is("the first certificate again", () -> shown().equals(first.certificate()));
        assertThat(admin.get("/health").body().path("checks").toString())
                .contains("\"name\":\"tls\",\"status\":\"up\"");
    }

    @Test
    void whatCannotBeUsedIsSaidInOneLineBeforeTheStart()
            throws IOException, GeneralSecurityException, InterruptedException {
        Path other = folder.resolve("other.key");
        SelfSigned.make(folder, "RSA").writeKey(other);
        Path old = Files.writeString(folder.resolve("old.key"), "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n");
        Path text = Files.writeString(folder.resolve("text.crt"), "nothing\n");
        refused("STACKSY_TLS_KEY", "", "no STACKSY_TLS_KEY");
        refused("STACKSY_TLS_CERT", "", "no STACKSY_TLS_CERT");
        refused("STACKSY_TLS_CERT", folder.resolve("none.crt").toString(), "one that is there");
        refused("STACKSY_TLS_CERT", text.toString(), "holds no certificate in PEM");
        refused("STACKSY_TLS_KEY", old.toString(), "openssl pkcs8 -topk8 -nocrypt");
        refused("STACKSY_TLS_KEY", other.toString(), "is not the key of the certificate");
    }

    private static void refused(String setting, String value, String complaint) {
        try (Node refusing = start("tls-refused").with(setting, value).launch()) {
            assertThat(refusing.exit()).isEqualTo(2);
            List<String> errors = refusing.errors();
            assertThat(errors).as(errors.toString()).hasSize(1);
            assertThat(errors.get(0)).contains(complaint);
        }
    }

    @Test
    void anExpiredCertificateIsWarnedOfAndServes() throws IOException, GeneralSecurityException, InterruptedException {
        Path expired = folder.resolve("expired.crt");
        Path itsKey = folder.resolve("expired.key");
        SelfSigned.make(folder, "EC", "-startdate", "-2d", "-validity", "1")
                .writeCertificate(expired)
                .writeKey(itsKey);
        try (Node late = Node.on(Data.used("tls-expired"))
                .with("STACKSY_TLS_CERT", expired.toString())
                .with("STACKSY_TLS_KEY", itsKey.toString())
                .ready()) {
            assertThat(late.output()).anyMatch(line -> line.contains("has expired"));
            assertThatThrownBy(() -> client(Version.HTTP_2)
                            .send(HttpRequest.newBuilder(late.uri()).build(), BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class);
        }
    }

    private static HttpResponse<String> get(Version version, String path)
            throws IOException, GeneralSecurityException, InterruptedException {
        return client(version)
                .send(HttpRequest.newBuilder(URI.create(node.uri() + path)).build(), BodyHandlers.ofString());
    }

    private static HttpClient client(Version version) {
        return HttpClient.newBuilder().sslContext(trust).version(version).build();
    }

    private static SSLSocket socket() throws IOException {
        return (SSLSocket) trust.getSocketFactory()
                .createSocket(node.uri().getHost(), node.uri().getPort());
    }

    /** The certificate that new clients get to see. */
    private static X509Certificate shown() {
        try (SSLSocket socket = socket()) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
