package io.stacksy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.route.Admission;
import io.stacksy.route.Rule;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

class PipelineTest {
    private static final Rule ANYONE = new Rule.Anyone();

    private TestNode node;

    @BeforeEach
    void start() {
        node = new TestNode().complete();
        node.links
                .on("GET", "/echo", ANYONE, PipelineTest::echo)
                .on("GET", "/l/x", ANYONE, PipelineTest::echo)
                .on("GET", "/me", new Rule.SignedIn(), PipelineTest::echo)
                .on("GET", "/write", new Rule.AnyOf(Set.of("links:write")), PipelineTest::echo)
                .on("GET", "/delete", new Rule.AnyOf(Set.of("links:delete")), PipelineTest::echo)
                .on("GET", "/nobody", new Rule.Nobody(), PipelineTest::echo)
                .on("GET", "/conflict", ANYONE, (request, response) -> response.sendError(409, "java.lang.X"))
                .on("GET", "/fails", ANYONE, (request, response) -> fail())
                .on("GET", "/resets", ANYONE, PipelineTest::startOver)
                .on("GET", "/bare", ANYONE, (request, response) -> response.setStatus(409))
                .on("GET", "/late", ANYONE, PipelineTest::bareAndLate)
                .on("GET", "/breaks", ANYONE, PipelineTest::breakOff)
                .on("POST", "/body", ANYONE, PipelineTest::length)
                .on("POST", "/small", 10, PipelineTest::length)
                .on("POST", "/swallows", 10, PipelineTest::swallow);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void anAnswerThatIsBegunAnewKeepsItsHead() throws Exception {
        assertThat(get("/api/links/resets"))
                .startsWith("HTTP/1.1 503")
                .contains("X-Request-Id: ", "Stacksy-Revision: 1.0.0", "X-Content-Type-Options: nosniff")
                .doesNotContain("X-Half");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bare", "late"})
    void anErrorWithoutABodyBecomesAProblem(String path) throws Exception {
        assertThat(get("/api/links/" + path))
                .startsWith("HTTP/1.1 409")
                .contains("Content-Type: application/problem+json", "\"status\":409", "Stacksy-Revision: 1.0.0");
    }

    @Test
    void aToolAnswersUnderItsName() throws Exception {
        assertThat(get("/api/links/echo?a=b%2Fc"))
                .startsWith("HTTP/1.1 200")
                .contains("Stacksy-Revision: 1.0.0", "X-Content-Type-Options: nosniff")
                .contains("servletPath=/api/links", "pathInfo=/echo", "requestURI=/api/links/echo", "query=a=b%2Fc")
                .contains("requestURL=http://node/api/links/echo")
                .contains("mdc.tool=links", "mdc.revision=1.0.0");
    }

    @Test
    @Timeout(10)
    void whatAThreadUsesIsPutDownToTheRevision() throws Exception {
        assertThat(get("/api/links/echo")).startsWith("HTTP/1.1 200");
        assertThat(get("/api/links/bare")).startsWith("HTTP/1.1 409");
        assertThat(get("/api/links/fails")).startsWith("HTTP/1.1 500");
        while (node.router.answered.size() < 3) {
            Thread.onSpinWait(); // the answer is with the client before the end of the exchange
        }
        assertThat(node.router.used).hasSize(3).containsOnly("links@1.0.0 used");
        assertThat(node.router.answered).containsExactly("links@1.0.0 200", "links@1.0.0 409", "links@1.0.0 500");
    }

    @Test
    void whatNeverReachesTheToolIsNotChargedToIt() throws Exception {
        assertThat(get("/api/links/me")).startsWith("HTTP/1.1 401");
        assertThat(get("/api/links/nowhere")).startsWith("HTTP/1.1 404");
        assertThat(node.router.used).isEmpty();
    }

    @Test
    void anAliasIsTheSameAsTheToolsOwnPath() throws Exception {
        assertThat(get("/l/x")).contains("servletPath=/api/links", "pathInfo=/l/x", "requestURI=/api/links/l/x");
    }

    @Test
    void whatIsRoutedIsWhatTheEndpointSees() throws Exception {
        assertThat(get("/api/links/%65cho")).startsWith("HTTP/1.1 200").contains("requestURI=/api/links/echo");
        assertThat(get("/%61pi/links/m%65")).startsWith("HTTP/1.1 401");
    }

    @Test
    void aPartOfThePlatformGetsTheWholePath() throws Exception {
        node.mount("/pages", new FakeEndpoint().on("GET", "/pages/a", ANYONE, PipelineTest::echo));
        assertThat(get("/pages/a"))
                .contains("servletPath=;", "pathInfo=/pages/a")
                .doesNotContain("Stacksy-Revision");
        assertThat(get("/pagesx/a")).startsWith("HTTP/1.1 404");
    }

    @Test
    void thePublicUrlIsWhatEndpointsSee() throws Exception {
        try (TestNode published = new TestNode.Setup()
                .publicUrl("https://api.example.org")
                .start()
                .complete()) {
            published.links.on("GET", "/echo", ANYONE, PipelineTest::echo);
            assertThat(Wire.get(published.port(), "/api/links/echo"))
                    .contains("requestURL=https://api.example.org/api/links/echo", "secure=true", "port=443");
        }
    }

    @Test
    void theRequestIdIsTheCallersOrANewOne() throws Exception {
        assertThat(get("/api/links/echo", "X-Request-Id: abc.1"))
                .contains(
                        "X-Request-Id: abc.1\r\n",
                        "id=abc.1",
                        "from=127.0.0.1;",
                        "mdc.request_id=abc.1",
                        "header.id=abc.1");
        assertThat(get("/api/links/echo", "X-Request-Id: ${jndi:x}"))
                .containsPattern("X-Request-Id: [0-9a-f]{32}\r\n")
                .doesNotContain("jndi");
    }

    @Test
    void whatAClientCouldForgeIsNotSeen() throws Exception {
        String answer = get(
                "/api/links/echo",
                "X-User: evil",
                "x-user-roles: evil",
                "X-Internal-Token: evil",
                "X-Tool-Context: evil",
                "Forwarded: for=evil",
                "X-Forwarded-For: evil",
                "X-Forwarded-Host: evil");
        assertThat(answer).startsWith("HTTP/1.1 200").doesNotContain("evil").contains("requestURL=http://node/");
    }

    @Test
    void aToolDoesNotGetTheCredential() throws Exception {
        assertThat(get("/api/links/me", "Authorization: Bearer good"))
                .startsWith("HTTP/1.1 200")
                .contains("user=ann", "principal=ann")
                .doesNotContain("Bearer good");
    }

    @Test
    void noCredentialIs401WithAChallenge() throws Exception {
        assertThat(get("/api/links/me"))
                .startsWith("HTTP/1.1 401")
                .contains("WWW-Authenticate: Bearer realm=\"stacksy\"\r\n", "Cache-Control: no-store");
    }

    @Test
    void aBadCredentialIsRefusedEvenWhereNoneIsNeeded() throws Exception {
        assertThat(get("/api/links/echo", "Authorization: Bearer bad"))
                .startsWith("HTTP/1.1 401")
                .contains("error=\"invalid_token\"");
        assertThat(get("/api/links/echo", "X-API-Key: sk_bad")).startsWith("HTTP/1.1 401");
        assertThat(get("/api/links/echo", "Authorization: Bearer")).startsWith("HTTP/1.1 401");
        assertThat(get("/api/links/echo", "Authorization: Basic eDp5")).startsWith("HTTP/1.1 200");
    }

    @Test
    void aKeyIsAsGoodAsAToken() throws Exception {
        assertThat(get("/api/links/me", "X-API-Key: sk_good")).contains("user=ann");
        assertThat(get("/api/links/me", "Authorization: bearer sk_good")).contains("user=ann");
    }

    @Test
    void twoCredentialsAreOneTooMany() throws Exception {
        assertThat(get("/api/links/me", "Authorization: Bearer good", "X-API-Key: sk_good"))
                .startsWith("HTTP/1.1 400");
        assertThat(get("/api/links/me", "Authorization: Bearer good", "Authorization: Bearer bad"))
                .startsWith("HTTP/1.1 400");
    }

    @Test
    void rulesDecideForWhoIsSignedIn() throws Exception {
        String good = "Authorization: Bearer good";
        assertThat(get("/api/links/write", good)).startsWith("HTTP/1.1 200");
        assertThat(get("/api/links/delete", good))
                .startsWith("HTTP/1.1 403")
                .contains(
                        "WWW-Authenticate: Bearer realm=\"stacksy\", error=\"insufficient_scope\", scope=\"links:delete\"\r\n");
        assertThat(get("/api/links/delete")).startsWith("HTTP/1.1 401");
        assertThat(get("/api/links/nobody", good)).startsWith("HTTP/1.1 403");
    }

    @Test
    void nothingIsThereIs404() throws Exception {
        for (String path : new String[] {"/", "/api", "/api/", "/api/nope", "/api/links/nope", "/nope"}) {
            assertThat(get(path)).startsWith("HTTP/1.1 404").contains("application/problem+json");
        }
    }

    @Test
    void aMethodThatIsNotThereIs405() throws Exception {
        assertThat(ask("DELETE", "/api/links/echo")).startsWith("HTTP/1.1 405").contains("Allow: GET");
        assertThat(ask("TRACE", "/api/links/echo")).startsWith("HTTP/1.1 405").contains("Allow: ");
        assertThat(ask("FOO", "/api/links/echo")).startsWith("HTTP/1.1 405");
        assertThat(Wire.ask(node.port(), "CONNECT node:80 HTTP/1.1\r\nHost: node:80\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 405")
                .contains("Allow: ", "Connection: close");
    }

    @Test
    void aMethodIsWhatTheFirstLineSays() throws Exception {
        String head = Wire.head(
                "POST",
                "/api/links/echo",
                "X-HTTP-Method-Override: GET",
                "X-HTTP-Method: GET",
                "X-Method-Override: GET");
        assertThat(Wire.ask(node.port(), head)).startsWith("HTTP/1.1 405");
    }

    @Test
    void optionsAreTheGatewaysToAnswer() throws Exception {
        assertThat(ask("OPTIONS", "/api/links/write"))
                .startsWith("HTTP/1.1 204")
                .contains("Allow: GET");
    }

    @Test
    void headHasNoBody() throws Exception {
        assertThat(ask("HEAD", "/api/links/echo")).startsWith("HTTP/1.1 200").endsWith("\r\n\r\n");
        assertThat(ask("HEAD", "/api/links/me")).startsWith("HTTP/1.1 401").endsWith("\r\n\r\n");
    }

    @Test
    void anErrorWithoutABodyBecomesAProblem() throws Exception {
        assertThat(get("/api/links/conflict"))
                .startsWith("HTTP/1.1 409")
                .contains("application/problem+json", "\"title\":\"Conflict\"", "\"instance\":\"/api/links/conflict\"")
                .doesNotContain("java.lang");
    }

    @Test
    void anExceptionIs500AndTellsNothing() throws Exception {
        assertThat(get("/api/links/fails"))
                .startsWith("HTTP/1.1 500")
                .contains("application/problem+json", "Cache-Control: no-store", "Stacksy-Revision: 1.0.0")
                .doesNotContain("secret", "Exception");
    }

    @Test
    void anAnswerThatBreaksOffCannotSeemWhole() throws Exception {
        assertThat(get("/api/links/breaks")).contains("half").doesNotContain("0\r\n\r\n", "problem");
    }

    @Test
    void aBodyMayBeAsLargeAsItsOperationSays() throws Exception {
        assertThat(post("/api/links/body", 1_000)).endsWith("length=1000");
        assertThat(post("/api/links/body", 1_001)).startsWith("HTTP/1.1 413").contains("at most 1000 bytes");
        assertThat(post("/api/links/small", 11)).startsWith("HTTP/1.1 413");
    }

    @Test
    void aChunkedBodyIsCountedWhileItIsRead() throws Exception {
        assertThat(chunked("/api/links/small", 10)).startsWith("HTTP/1.1 200");
        assertThat(chunked("/api/links/small", 11)).startsWith("HTTP/1.1 413").contains("Connection: close");
        assertThat(chunked("/api/links/swallows", 11))
                .startsWith("HTTP/1.1 413")
                .doesNotContain("swallowed");
    }

    @Test
    void aBodyThatComesTooSlowlyIs408() throws Exception {
        AtomicLong nanos = new AtomicLong();
        LongSupplier elevenSecondsEachTime =
                () -> nanos.addAndGet(Duration.ofSeconds(11).toNanos());
        try (TestNode slow =
                new TestNode.Setup().ticker(elevenSecondsEachTime).start().complete()) {
            slow.links.on("POST", "/body", ANYONE, PipelineTest::length);
            assertThat(Wire.ask(slow.port(), Wire.head("POST", "/api/links/body", "Content-Length: 5") + "12345"))
                    .startsWith("HTTP/1.1 408")
                    .contains("application/problem+json", "Connection: close");
        }
    }

    @Test
    void aBodyThatDoesNotComeIs408() throws Exception {
        try (TestNode impatient =
                new TestNode.Setup().idle(Duration.ofMillis(300)).start().complete()) {
            impatient.links.on("POST", "/body", ANYONE, PipelineTest::length);
            assertThat(Wire.ask(impatient.port(), Wire.head("POST", "/api/links/body", "Content-Length: 5") + "123"))
                    .startsWith("HTTP/1.1 408")
                    .contains("application/problem+json", "Connection: close");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "identity\r\nContent-Encoding: deflate", "identity, br", ""})
    void aCodedBodyDoesNotReachTheTool(String coding) throws Exception {
        String head = Wire.head("POST", "/api/links/body", "Content-Length: 5", "Content-Encoding: " + coding);
        assertThat(Wire.ask(node.port(), head + "12345"))
                .startsWith("HTTP/1.1 415")
                .contains("Accept-Encoding: identity", "application/problem+json", "Connection: close")
                .doesNotContain("length=");
    }

    @Test
    void aBodyThatIsSaidToBeAsItIsIsTaken() throws Exception {
        String head = Wire.head("POST", "/api/links/body", "Content-Length: 5", "Content-Encoding: identity");
        assertThat(Wire.ask(node.port(), head + "12345")).endsWith("length=5");
    }

    @Test
    void chunksThatAreNoneAre400() throws Exception {
        String head = "POST /api/links/body HTTP/1.1\r\nHost: node\r\nTransfer-Encoding: chunked\r\n\r\n";
        assertThat(Wire.ask(node.port(), head + "FFFFFFFFFFFFFFFFF\r\nabc\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
        assertThat(Wire.ask(node.port(), head + "xyz\r\nabc\r\n0\r\n\r\n")).startsWith("HTTP/1.1 400");
    }

    @Test
    void beforeAllIsBackWhatIsMissingMayStillCome() throws Exception {
        try (TestNode starting = new TestNode()) {
            assertThat(Wire.get(starting.port(), "/api/links/echo"))
                    .startsWith("HTTP/1.1 503")
                    .contains("Retry-After: 1");
            assertThat(Wire.get(starting.port(), "/auth/me")).startsWith("HTTP/1.1 503");
            starting.platform.addRouter(starting.router);
            assertThat(Wire.get(starting.port(), "/api/other")).startsWith("HTTP/1.1 503");
            assertThat(Wire.get(starting.port(), "/health/live")).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void withoutItsPartsNothingIsAllowed() throws Exception {
        node.platform.removeAuthenticator(node.platform.authenticator().orElseThrow());
        assertThat(get("/api/links/me", "Authorization: Bearer good")).startsWith("HTTP/1.1 503");
        assertThat(get("/api/links/me")).startsWith("HTTP/1.1 401");
    }

    @Test
    void withoutAnAuthorizerNobodyPassesARule() throws Exception {
        node.platform.removeAuthorizer(node.platform.authorizer().orElseThrow());
        assertThat(get("/api/links/write", "Authorization: Bearer good")).startsWith("HTTP/1.1 503");
        assertThat(get("/api/links/me", "Authorization: Bearer good")).startsWith("HTTP/1.1 200");
    }

    private String get(String path, String... headers) throws IOException {
        return Wire.get(node.port(), path, headers);
    }

    private String ask(String method, String path) throws IOException {
        return Wire.ask(node.port(), Wire.head(method, path));
    }

    private String post(String path, int length) throws IOException {
        return Wire.ask(node.port(), Wire.head("POST", path, "Content-Length: " + length) + "x".repeat(length));
    }

    private String chunked(String path, int length) throws IOException {
        String body = Integer.toHexString(length) + "\r\n" + "x".repeat(length) + "\r\n0\r\n\r\n";
        return Wire.ask(node.port(), Wire.head("POST", path, "Transfer-Encoding: chunked") + body);
    }

    static void echo(HttpServletRequest request, HttpServletResponse response) throws IOException {
        StringBuilder text = new StringBuilder()
                .append("servletPath=" + request.getServletPath() + ";pathInfo=" + request.getPathInfo())
                .append(";requestURI=" + request.getRequestURI() + ";requestURL=" + request.getRequestURL())
                .append(";query=" + request.getQueryString() + ";secure=" + request.isSecure())
                .append(";port=" + request.getServerPort() + ";user=" + request.getRemoteUser())
                .append(";id=" + Admission.of(request).requestId())
                .append(";from=" + Admission.of(request).address())
                .append(";header.id=" + request.getHeader("X-Request-Id"));
        if (request.getUserPrincipal() != null) {
            text.append(";principal=" + request.getUserPrincipal().getName());
        }
        MDC.getCopyOfContextMap().forEach((key, value) -> text.append(";mdc." + key + "=" + value));
        for (String name : Collections.list(request.getHeaderNames())) {
            text.append(";" + name + "=" + request.getHeader(name));
        }
        response.getWriter().print(text);
    }

    private static void length(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getOutputStream().print("length=" + request.getInputStream().readAllBytes().length);
    }

    private static void swallow(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            length(request, response);
        } catch (IOException e) {
            response.reset();
            response.setStatus(200);
            response.getOutputStream().print("swallowed");
        }
    }

    private static void bareAndLate(HttpServletRequest request, HttpServletResponse response) {
        AsyncContext late = request.startAsync();
        late.start(() -> {
            response.setStatus(409);
            late.complete();
        });
    }

    private static void startOver(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("X-Half", "done");
        response.reset();
        response.setStatus(503);
    }

    private static void fail() {
        throw new IllegalStateException("secret");
    }

    private static void breakOff(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getOutputStream().print("half");
        response.flushBuffer();
        fail();
    }
}
