package io.stacksy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.route.Rule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrowserAdviceTest {
    private static final Rule ANYONE = new Rule.Anyone();
    private static final String LOAD_NOTHING =
            "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n";

    private TestNode node;

    @BeforeEach
    void start() {
        node = new TestNode.Setup()
                .publicUrl("https://api.example.org")
                .trustedProxies("127.0.0.1")
                .start()
                .complete();
        node.links
                .on("GET", "/data", ANYONE, (request, response) -> {
                    response.setContentType("application/json");
                    response.getOutputStream().print("{}");
                })
                .on("GET", "/page", ANYONE, (request, response) -> response.setContentType("Text/HTML;charset=utf-8"))
                .on("GET", "/added", ANYONE, (request, response) -> response.addHeader("Content-Type", "text/html"))
                .on(
                        "GET",
                        "/xhtml",
                        ANYONE,
                        (request, response) -> response.setHeader("content-type", "application/xhtml+xml"))
                .on("GET", "/careful", ANYONE, (request, response) -> {
                    response.setHeader("Content-Security-Policy", "default-src 'self'");
                    response.setHeader("Referrer-Policy", "origin");
                    response.setHeader("Cross-Origin-Resource-Policy", "cross-origin");
                    response.setContentType("text/html");
                })
                .on("GET", "/broken", ANYONE, (request, response) -> {
                    response.setContentType("text/html");
                    throw new IllegalStateException("broken");
                });
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/api/links/data", "/api/links/none", "/api/links/;a", "/none", "/api/links/broken", "/health"})
    void everyAnswerThatIsNoPageSaysToLoadNothingAndTellNobody(String path) throws Exception {
        assertThat(Wire.get(node.port(), path))
                .contains(LOAD_NOTHING, "X-Content-Type-Options: nosniff\r\n", "Referrer-Policy: no-referrer\r\n");
    }

    @Test
    void soDoesWhatTheServerItselfRefuses() throws Exception {
        assertThat(Wire.ask(node.port(), "GET / HTTP/1.1\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains(LOAD_NOTHING, "X-Content-Type-Options: nosniff\r\n", "Referrer-Policy: no-referrer\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"page", "added", "xhtml"})
    void aPageMayLoadWhatItNeeds(String path) throws Exception {
        assertThat(Wire.get(node.port(), "/api/links/" + path))
                .startsWith("HTTP/1.1 200")
                .contains("X-Content-Type-Options: nosniff\r\n")
                .doesNotContain("Content-Security-Policy");
    }

    @Test
    void whatAToolSaysOnPurposeStays() throws Exception {
        assertThat(Wire.get(node.port(), "/api/links/careful"))
                .contains(
                        "Content-Security-Policy: default-src 'self'\r\n",
                        "Referrer-Policy: origin\r\n",
                        "Cross-Origin-Resource-Policy: cross-origin\r\n")
                .doesNotContain("default-src 'none'", "no-referrer");
    }

    @Test
    void thePlatformsAnswersAreForItsOwnPages() throws Exception {
        assertThat(Wire.get(node.port(), "/health")).contains("Cross-Origin-Resource-Policy: same-origin\r\n");
        assertThat(Wire.get(node.port(), "/api/links/data")).doesNotContain("Cross-Origin-Resource-Policy");
    }

    @Test
    void whoComesByTlsIsAskedToKeepToIt() throws Exception {
        assertThat(Wire.get(node.port(), "/api/links/data", "X-Forwarded-Proto: https"))
                .contains("Strict-Transport-Security: max-age=31536000\r\n");
        assertThat(Wire.get(node.port(), "/api/links/data")).doesNotContain("Strict-Transport-Security");
        try (TestNode plain =
                new TestNode.Setup().trustedProxies("127.0.0.1").start().complete()) {
            assertThat(Wire.get(plain.port(), "/health", "X-Forwarded-Proto: https"))
                    .doesNotContain("Strict-Transport-Security");
        }
    }
}
