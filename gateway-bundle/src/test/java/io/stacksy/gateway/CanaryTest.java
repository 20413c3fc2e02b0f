package io.stacksy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.route.Rule;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which revision a caller comes to, while there is more than one. */
class CanaryTest {
    private static final Pattern SET_COOKIE = Pattern.compile("Set-Cookie: stacksy-canary=([0-9a-f]+); (.*)\r\n");

    private final Set<Long> callers = new ConcurrentSkipListSet<>();
    private TestNode node;

    @BeforeEach
    void start() {
        node = new TestNode().complete();
        node.links
                .on("GET", "/echo", new Rule.Anyone(), (request, response) -> {})
                .on("GET", "/l/x", new Rule.Anyone(), (request, response) -> {})
                .on("GET", "/fails", new Rule.Anyone(), (request, response) -> response.setStatus(503))
                .on("GET", "/me", new Rule.SignedIn(), (request, response) -> {});
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private void runCanary() {
        FakeEndpoint next = new FakeEndpoint().on("GET", "/echo", new Rule.Anyone(), (request, response) -> {});
        node.router.canary(FakeRouter.revision("links", "1.1.0"), next, caller -> {
            callers.add(caller);
            return false;
        });
    }

    @Test
    void nothingIsAskedAndNoCookieSetWhileOneRevisionHasItAll() throws Exception {
        assertThat(get("/api/links/echo")).startsWith("HTTP/1.1 200").doesNotContain("Set-Cookie");
        assertThat(callers).isEmpty();
    }

    @Test
    void aCallerWithoutAnAccountGetsACookieAndKeepsItsNumberByIt() throws Exception {
        runCanary();
        Matcher cookie = SET_COOKIE.matcher(get("/api/links/echo"));
        assertThat(cookie.find()).isTrue();
        assertThat(cookie.group(2)).isEqualTo("Path=/api/links; HttpOnly; SameSite=Lax");
        assertThat(callers).hasSize(1);
        assertThat(get("/api/links/echo", "Cookie: a=b; stacksy-canary=" + cookie.group(1)))
                .startsWith("HTTP/1.1 200")
                .doesNotContain("Set-Cookie");
        assertThat(callers).hasSize(1);
    }

    @Test
    void theCookieIsForThePathThatWasUsed() throws Exception {
        runCanary();
        assertThat(get("/l/x")).contains("; Path=/l; HttpOnly");
    }

    @Test
    void theCookieIsSecureWhereClientsComeByHttps() throws Exception {
        try (TestNode published = new TestNode.Setup()
                .publicUrl("https://api.example.org")
                .start()
                .complete()) {
            published.links.on("GET", "/echo", new Rule.Anyone(), (request, response) -> {});
            published.router.canary(FakeRouter.revision("links", "1.1.0"), new FakeEndpoint(), caller -> false);
            assertThat(Wire.get(published.port(), "/api/links/echo")).contains("; SameSite=Lax; Secure\r\n");
        }
    }

    @ParameterizedTest
    @CsvSource({"caller-7", "0", "ffffffffffffffff", "00000000000000000000"})
    void anyCookieOfTheRightFormIsANumber(String value) throws Exception {
        runCanary();
        for (int i = 0; i < 2; i++) {
            assertThat(get("/api/links/echo", "Cookie: stacksy-canary=" + value))
                    .doesNotContain("Set-Cookie");
        }
        assertThat(callers).hasSize(1);
    }

    @Test
    void aCookieOfAnotherFormIsReplaced() throws Exception {
        runCanary();
        assertThat(get("/api/links/echo", "Cookie: stacksy-canary=%00!")).contains("Set-Cookie: stacksy-canary=");
    }

    @Test
    void anAccountCountsMoreThanACookieAndIsVerifiedOnce() throws Exception {
        runCanary();
        for (String cookie : List.of("1", "2", "3")) {
            assertThat(get("/api/links/me", "Authorization: Bearer good", "Cookie: stacksy-canary=" + cookie))
                    .startsWith("HTTP/1.1 200")
                    .doesNotContain("Set-Cookie");
        }
        assertThat(callers).hasSize(1);
        assertThat(node.checked).hasValue(3);
    }

    @Test
    void aBadCredentialIsRefusedByTheRevisionThatItComesTo() throws Exception {
        runCanary();
        assertThat(get("/api/links/echo", "Authorization: Bearer bad"))
                .startsWith("HTTP/1.1 401")
                .contains("Stacksy-Revision: 1.0.0");
        assertThat(get("/api/links/nothing", "Authorization: Bearer bad")).startsWith("HTTP/1.1 404");
    }

    @Test
    void addressesTellCallersApartButForTheOneOfThisMachine() throws Exception {
        runCanary();
        for (int i = 0; i < 3; i++) {
            assertThat(from(7)).startsWith("HTTP/1.1 200");
            assertThat(from(8)).startsWith("HTTP/1.1 200");
        }
        assertThat(callers).hasSize(2);
        Matcher cookie = SET_COOKIE.matcher(from(7));
        assertThat(cookie.find()).isTrue();
        assertThat(get("/api/links/echo", "Cookie: stacksy-canary=" + cookie.group(1)))
                .startsWith("HTTP/1.1 200");
        assertThat(callers).hasSize(2);
        Set<String> numbers = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            Matcher drawn = SET_COOKIE.matcher(get("/api/links/echo"));
            assertThat(drawn.find()).isTrue();
            numbers.add(drawn.group(1));
        }
        assertThat(numbers).hasSize(3);
    }

    @Test
    void anOperatorMayAddressOneRevision() throws Exception {
        runCanary();
        assertThat(addressed("1.1.0", "operating")).startsWith("HTTP/1.1 200").contains("Stacksy-Revision: 1.1.0");
        assertThat(addressed("1.0.0", "operating"))
                .contains("Stacksy-Revision: 1.0.0")
                .doesNotContain("Set-Cookie");
        assertThat(callers).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1.2.0, operating, 404", "newest, operating, 400", "1.1.0, good, 403", "1.1.0, bad, 401"})
    void whoMayNotAddressARevisionOrNamesNoneIsRefused(String version, String token, int status) throws Exception {
        runCanary();
        assertThat(addressed(version, token)).startsWith("HTTP/1.1 " + status).contains("application/problem+json");
        assertThat(node.router.opened).hasValue(0);
    }

    @Test
    void whatTheRevisionAnsweredCountsAndWhatTheGatewayRefusedDoesNot() throws Exception {
        String unused = get("/api/links/fails")
                + get("/api/links/echo")
                + get("/api/links/nothing")
                + get("/api/links/me")
                + get("/api/links/echo", "Authorization: Bearer bad");
        assertThat(node.router.statuses).containsExactly(503, 200);
        assertThat(node.router.closed).hasValue(5);
    }

    private String addressed(String version, String token) throws IOException {
        return get("/api/links/echo", "Stacksy-Revision: " + version, "Authorization: Bearer " + token);
    }

    private String get(String path, String... headers) throws IOException {
        return Wire.get(node.port(), path, headers);
    }

    /** A request from another of this machine's own addresses. */
    private String from(int number) throws IOException {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(own(number), 0));
            socket.connect(new InetSocketAddress(own(1), node.port()));
            socket.getOutputStream().write(Wire.head("GET", "/api/links/echo").getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** {@code 127.0.0.number}. */
    private static InetAddress own(int number) throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) number});
    }
}
