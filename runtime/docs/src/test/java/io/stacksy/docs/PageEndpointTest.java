package io.stacksy.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.route.Match;
import io.stacksy.testing.EndpointServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageEndpointTest {
    private static final Pattern PART = Pattern.compile("(?:src|href)=\"/docs/([^\"]+)\"");

    private final PageEndpoint page = new PageEndpoint();
    private EndpointServer server;

    @BeforeEach
    void start() {
        server = new EndpointServer(page);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void thePageIsMadeOfWhatIsThere() throws IOException, InterruptedException {
        List<String> parts = parts();
        assertThat(parts).hasSize(5);
        for (String part : parts) {
            assertThat(ask("/" + part).statusCode()).as(part).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/page.js", "/page.css"})
    void whatIsOursNamesNoOtherHostAndHasNoScriptInIt(String path) throws IOException, InterruptedException {
        assertThat(ask(path).body())
                .doesNotContain("http://", "https://", "src=\"//", "href=\"//", "@import", "url(", "${")
                .doesNotContainPattern("<script[^>]*>[^<]")
                .doesNotContainPattern("\\son[a-z]+=")
                .doesNotContain("style=", "eval(", "innerHTML");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/page.js"})
    void everyFileHasItsPolicy(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = ask(path);
        assertThat(header(answer, "Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self';", "connect-src 'self'", "frame-ancestors 'none'");
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-cache");
    }

    @Test
    void eachFileHasItsType() throws IOException, InterruptedException {
        assertThat(header(ask(""), "Content-Type")).isEqualTo("text/html;charset=utf-8");
        assertThat(header(ask("/page.js"), "Content-Type")).isEqualTo("text/javascript;charset=utf-8");
    }

    @Test
    void aFileOfTheLibraryIsKeptForGood() throws IOException, InterruptedException {
        String script = parts().stream()
                .filter(part -> part.endsWith("swagger-ui-bundle.js"))
                .findFirst()
                .orElseThrow();
        HttpResponse<String> answer = ask("/" + script);
        assertThat(header(answer, "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
        assertThat(answer.body()).hasSizeGreaterThan(1_000_000);
    }

    @Test
    void whoHasItIsToldSo() throws IOException, InterruptedException {
        String tag = header(ask("/page.css"), "ETag");
        HttpResponse<String> unchanged = ask("/page.css", "If-None-Match", tag);
        assertThat(unchanged.statusCode()).isEqualTo(304);
        assertThat(header(unchanged, "ETag")).isEqualTo(tag);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/none.js",
                "/page.html",
                "/../openapi.json",
                "/..%2fpage.js",
                "/library.properties",
                "/PageEndpoint.class",
                "/5.0.0/swagger-ui.css",
                "//page.js"
            })
    void whatIsNotAmongItsFilesIsNotThere(String path) {
        assertThat(page.match("GET", "/docs" + path)).isInstanceOf(Match.NotFound.class);
    }

    private List<String> parts() throws IOException, InterruptedException {
        return PART.matcher(ask("").body())
                .results()
                .map((MatchResult part) -> part.group(1))
                .toList();
    }

    private HttpResponse<String> ask(String path, String... headers) throws IOException, InterruptedException {
        return server.send("GET", "/docs" + path, headers);
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
