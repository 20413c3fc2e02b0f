package io.stacksy.admin.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.route.Match;
import io.stacksy.route.Operation;
import io.stacksy.route.Rule;
import io.stacksy.testing.EndpointServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleTest {
    private static final Path SOURCES = Path.of("src/main/resources/io/stacksy/admin/web");
    private static final Pattern ELSEWHERE = Pattern.compile("(https?:)?//[A-Za-z0-9]");
    private static final Pattern NAMESPACE = Pattern.compile("xmlns=\"http://www\\.w3\\.org/[^\"]*\"");

    private final Console console = new Console();
    private EndpointServer server;

    @BeforeEach
    void start() {
        server = new EndpointServer(console);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void answersThePageAtItsRoot() throws Exception {
        HttpResponse<String> page = server.send("GET", "/console/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(header(page, "Content-Type")).isEqualTo("text/html;charset=utf-8");
        assertThat(page.body()).isEqualTo(Files.readString(SOURCES.resolve(Console.PAGE)));
    }

    @Test
    void leadsFromThePathWithoutASlashToThePage() throws Exception {
        HttpResponse<String> redirect = server.send("GET", "/console");
        assertThat(redirect.statusCode()).isEqualTo(308);
        assertThat(redirect.uri().resolve(header(redirect, "Location")).getPath())
                .isEqualTo("/console/");
        assertThat(redirect.body()).isEmpty();
    }

    @Test
    void handsOutEachFileOfItsFolderAndNothingElse() throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(Console.FILES);
        }
    }

    @ParameterizedTest
    @FieldSource("io.stacksy.admin.web.Console#FILES")
    void guardsEachFileAlike(String name) throws Exception {
        HttpResponse<String> file = server.send("GET", "/console/" + name);
        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.body()).isEqualTo(Files.readString(SOURCES.resolve(name)));
        assertThat(header(file, "Content-Security-Policy"))
                .contains(
                        "default-src 'none'",
                        "script-src 'self'",
                        "style-src 'self'",
                        "connect-src 'self'",
                        "form-action 'none'",
                        "base-uri 'none'",
                        "frame-ancestors 'none'",
                        "require-trusted-types-for 'script'")
                .doesNotContain("unsafe");
        assertThat(header(file, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(file, "Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(header(file, "Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
    }

    @ParameterizedTest
    @FieldSource("io.stacksy.admin.web.Console#FILES")
    void refersToNoOtherHost(String name) throws IOException {
        String text = NAMESPACE.matcher(Files.readString(SOURCES.resolve(name))).replaceAll("");
        assertThat(ELSEWHERE.matcher(text).results()).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("io.stacksy.admin.web.Console#FILES")
    void takesNothingForMarkupAndKeepsNothing(String name) throws IOException {
        assertThat(Files.readString(SOURCES.resolve(name)))
                .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(")
                .doesNotContain("localStorage", "sessionStorage", "document.cookie")
                .doesNotContainPattern("<script(?![^>]*src=)")
                .doesNotContainPattern("<style|style=\"| on[a-z]+=\"");
    }

    @Test
    void answersAHeadWithoutABody() throws Exception {
        HttpResponse<String> whole = server.send("GET", "/console/main.js");
        HttpResponse<String> head = server.send("HEAD", "/console/main.js");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(header(head, "Content-Length")).isEqualTo(header(whole, "Content-Length"));
        assertThat(header(head, "ETag")).isEqualTo(header(whole, "ETag"));
    }

    @Test
    void sendsAFileOnceToABrowserThatKeepsIt() throws Exception {
        HttpResponse<String> first = server.send("GET", "/console/console.css");
        assertThat(header(first, "Cache-Control")).isEqualTo("no-cache");
        HttpResponse<String> again = server.send("GET", "/console/console.css", "If-None-Match", header(first, "ETag"));
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(header(again, "ETag")).isEqualTo(header(first, "ETag"));
        assertThat(header(again, "Content-Security-Policy")).isNotEmpty();
        assertThat(server.send("GET", "/console/console.css", "If-None-Match", "\"old\"")
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "W/%s", "\"other\", %s", "*"})
    void isToldSoHoweverItSaysWhatItKeeps(String held) throws IOException, InterruptedException {
        String tag = header(server.send("GET", "/console/main.js"), "ETag");
        assertThat(tag).matches("\"[0-9a-f]{32}\"");
        assertThat(server.send("GET", "/console/main.js", "If-None-Match", held.formatted(tag))
                        .statusCode())
                .isEqualTo(304);
        assertThat(header(server.send("GET", "/console/dom.js"), "ETag")).isNotEqualTo(tag);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/absent.js",
                "/console/Console.class",
                "/console//",
                "/console/main.js/",
                "/console/%2e%2e/secret",
                "/console/../main.js",
                "/consoles",
                "/"
            })
    void knowsNothingElse(String path) {
        assertThat(console.match("GET", path)).isInstanceOf(Match.NotFound.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
    void isOnlyToBeLookedAt(String method) {
        assertThat(console.match(method, "/console/main.js"))
                .isEqualTo(new Match.WrongMethod(Set.of("GET", "HEAD", "OPTIONS")));
        assertThat(console.match(method, "/console/absent.js")).isInstanceOf(Match.NotFound.class);
    }

    @Test
    void isForAnyone() {
        assertThat(console.operations()).extracting(Operation::template).containsExactly("/console", "/console/{file}");
        assertThat(console.operations()).allSatisfy(operation -> {
            assertThat(operation.rule()).isEqualTo(new Rule.Anyone());
            assertThat(operation.maxBodyBytes()).hasValue(0);
        });
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
