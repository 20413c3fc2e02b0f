package io.stacksy.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.server.ApplicationHandler;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.ContainerResponse;
import org.glassfish.jersey.server.ResourceConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageResourceTest {
    private static final Pattern PART = Pattern.compile("(?:src|href)=\"/docs/([^\"]+)\"");
    private static final ApplicationHandler JERSEY =
            new ApplicationHandler(ResourceConfig.forApplication(new DocsApplication()));

    @Test
    void thePageIsMadeOfWhatIsThere() {
        List<String> parts =
                PART.matcher(text(ask(""))).results().map(MatchResult::group).toList();
        assertThat(parts).hasSize(5);
        for (MatchResult part : PART.matcher(text(ask(""))).results().toList()) {
            assertThat(ask("/" + part.group(1)).getStatus()).as(part.group(1)).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/page.js", "/page.css"})
    void whatIsOursNamesNoOtherHostAndHasNoScriptInIt(String path) {
        assertThat(text(ask(path)))
                .doesNotContain("http://", "https://", "src=\"//", "href=\"//", "@import", "url(", "${")
                .doesNotContainPattern("<script[^>]*>[^<]")
                .doesNotContainPattern("\\son[a-z]+=")
                .doesNotContain("style=", "eval(", "innerHTML");
    }

    @Test
    void everyFileHasItsPolicy() {
        for (String path : List.of("", "/page.js")) {
            ContainerResponse answer = ask(path);
            assertThat(answer.getHeaderString("Content-Security-Policy"))
                    .contains(
                            "default-src 'none'", "script-src 'self';", "connect-src 'self'", "frame-ancestors 'none'");
            assertThat(answer.getHeaderString("Cache-Control")).isEqualTo("no-cache");
        }
        assertThat(ask("").getMediaType()).hasToString("text/html;charset=utf-8");
    }

    @Test
    void aFileOfTheLibraryIsKeptForGood() {
        String script = PART.matcher(text(ask("")))
                .results()
                .map(part -> part.group(1))
                .filter(part -> part.endsWith("swagger-ui-bundle.js"))
                .findFirst()
                .orElseThrow();
        ContainerResponse answer = ask("/" + script);
        assertThat(answer.getHeaderString("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
        assertThat(((byte[]) answer.getEntity()).length).isGreaterThan(1_000_000);
    }

    @Test
    void isPackedForWhoTakesIt() throws IOException {
        ContainerResponse plain = ask("/page.js");
        ContainerResponse packed = ask("/page.js", "Accept-Encoding", "br, GZIP;q=0.5");
        assertThat(packed.getHeaderString("Content-Encoding")).isEqualTo("gzip");
        assertThat(packed.getHeaderString("Vary")).isEqualTo("Accept-Encoding");
        assertThat(packed.getHeaderString("ETag")).isNotEqualTo(plain.getHeaderString("ETag"));
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream((byte[]) packed.getEntity()))) {
            assertThat(in.readAllBytes()).isEqualTo((byte[]) plain.getEntity());
        }
        assertThat(ask("/page.js", "Accept-Encoding", "gzip; q=0, br").getHeaderString("Content-Encoding"))
                .isNull();
    }

    @Test
    void whoHasItIsToldSo() {
        String tag = ask("/page.css").getHeaderString("ETag");
        ContainerResponse unchanged = ask("/page.css", "If-None-Match", tag);
        assertThat(unchanged.getStatus()).isEqualTo(304);
        assertThat(unchanged.getHeaderString("ETag")).isEqualTo(tag);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/none.js",
                "/page.html",
                "/../openapi.json",
                "/..%2fpage.js",
                "/library.properties",
                "/PageResource.class",
                "/5.0.0/swagger-ui.css",
                "//page.js"
            })
    void whatIsNotAmongItsFilesIsNotThere(String path) {
        assertThat(ask(path).getStatus()).isEqualTo(404);
    }

    private static String text(ContainerResponse answer) {
        return new String((byte[]) answer.getEntity(), StandardCharsets.UTF_8);
    }

    private static ContainerResponse ask(String path, String... header) {
        ContainerRequest request = new ContainerRequest(
                URI.create("http://localhost/"),
                URI.create("http://localhost/docs" + path),
                "GET",
                null,
                new MapPropertiesDelegate(),
                null);
        if (header.length > 0) {
            request.header(header[0], header[1]);
        }
        try {
            return JERSEY.apply(request).get(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
