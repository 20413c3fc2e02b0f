package io.stacksy.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stacksy.route.Rule;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorsTest {
    private static final String SOME = "https://app.example.org, http://localhost:3000";
    private static final String APP = "Origin: https://app.example.org";
    private static final String[] ASKING = {
        APP, "Access-Control-Request-Method: DELETE", "Access-Control-Request-Headers: authorization,content-type"
    };

    @Test
    void aPageOfANamedOriginIsToldThatItMayUseAMethodBeforeItSignsIn() throws Exception {
        try (TestNode node = node(SOME)) {
            String answer = ask(node, "OPTIONS", "/api/links/private", ASKING);
            assertThat(answer)
                    .startsWith("HTTP/1.1 204")
                    .contains(
                            "Access-Control-Allow-Origin: https://app.example.org\r\n",
                            "Access-Control-Allow-Credentials: true\r\n",
                            "Access-Control-Allow-Methods: DELETE, GET\r\n",
                            "Access-Control-Allow-Headers: authorization,content-type\r\n",
                            "Access-Control-Max-Age: 600\r\n",
                            "Vary: Origin\r\n",
                            "Vary: Access-Control-Request-Method, Access-Control-Request-Headers\r\n");
            assertThat(node.checked).hasValue(0);
        }
    }

    @Test
    void theNodeAnswersAlsoWhereTheToolWould() throws Exception {
        try (TestNode node = node(SOME)) {
            node.links
                    .on("OPTIONS", "/own", new Rule.SignedIn(), (request, response) -> {})
                    .on("DELETE", "/own", new Rule.SignedIn(), (request, response) -> {});
            assertThat(ask(node, "OPTIONS", "/api/links/own", ASKING))
                    .startsWith("HTTP/1.1 204")
                    .contains("Access-Control-Allow-Methods: DELETE\r\n");
            assertThat(ask(node, "OPTIONS", "/api/links/own", APP, "Access-Control-Request-Method: PUT"))
                    .startsWith("HTTP/1.1 401")
                    .doesNotContain("Access-Control-Allow-Methods");
            assertThat(ask(node, "OPTIONS", "/api/links/none", ASKING)).startsWith("HTTP/1.1 404");
        }
    }

    @Test
    void headersThatAreNoneAreNotRepeated() throws Exception {
        try (TestNode node = node(SOME)) {
            assertThat(ask(
                            node,
                            "OPTIONS",
                            "/api/links/private",
                            APP,
                            "Access-Control-Request-Method: GET",
                            "Access-Control-Request-Headers: <script>"))
                    .startsWith("HTTP/1.1 204")
                    .doesNotContain("script", "Access-Control-Allow-Headers");
        }
    }

    @Test
    void everyAnswerToANamedOriginCanBeRead() throws Exception {
        try (TestNode node = node(SOME)) {
            for (String path :
                    new String[] {"/api/links/open", "/api/links/private", "/api/links/none", "/api/links/;a"}) {
                assertThat(ask(node, "GET", path, APP))
                        .contains("Access-Control-Allow-Origin: https://app.example.org\r\n", "Vary: Origin\r\n")
                        .containsPattern("Access-Control-Expose-Headers: .*RateLimit.*Retry-After.*X-Request-Id");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "null",
                "http://app.example.org",
                "https://app.example.org:8443",
                "https://app.example.org.evil.example",
                "https://APP.example.org",
                "*"
            })
    void anotherOriginGetsNothing(String origin) throws Exception {
        try (TestNode node = node(SOME)) {
            assertThat(ask(node, "GET", "/api/links/open", "Origin: " + origin))
                    .startsWith("HTTP/1.1 200")
                    .contains("Vary: Origin\r\n")
                    .doesNotContain("Access-Control-");
            assertThat(ask(
                            node,
                            "OPTIONS",
                            "/api/links/private",
                            "Origin: " + origin,
                            "Access-Control-Request-Method: GET"))
                    .startsWith("HTTP/1.1 204")
                    .doesNotContain("Access-Control-");
        }
    }

    @Test
    void allOriginsAreLetInWithoutCookies() throws Exception {
        try (TestNode node = node("*")) {
            assertThat(ask(node, "GET", "/api/links/open", APP))
                    .contains("Access-Control-Allow-Origin: *\r\n")
                    .doesNotContain("Credentials", "Vary: Origin");
            assertThat(ask(node, "OPTIONS", "/api/links/private", ASKING))
                    .startsWith("HTTP/1.1 204")
                    .contains("Access-Control-Allow-Origin: *\r\n", "Access-Control-Allow-Methods: DELETE, GET\r\n")
                    .doesNotContain("Credentials");
        }
    }

    @Test
    void withoutASettingThereIsNothing() throws Exception {
        try (TestNode node = node("")) {
            assertThat(ask(node, "GET", "/api/links/open", APP)).doesNotContain("Access-Control-", "Vary: Origin");
            assertThat(ask(node, "OPTIONS", "/api/links/private", ASKING))
                    .startsWith("HTTP/1.1 204")
                    .contains("Allow: DELETE, GET\r\n")
                    .doesNotContain("Access-Control-");
        }
    }

    @Test
    void whatAToolSaysOfOriginsIsNotSaid() throws Exception {
        try (TestNode node = node(SOME)) {
            node.links.on("GET", "/lenient", new Rule.Anyone(), (request, response) -> {
                response.setHeader("access-control-allow-origin", "*");
                response.addHeader("Access-Control-Allow-Credentials", "true");
                response.setIntHeader("Access-Control-Max-Age", 1);
                response.addIntHeader("Access-Control-Max-Age", 2);
                response.setHeader("Vary", "Accept");
            });
            assertThat(ask(node, "GET", "/api/links/lenient", "Origin: https://evil.example"))
                    .contains("Vary: Accept\r\n", "Vary: Origin\r\n")
                    .doesNotContainIgnoringCase("Access-Control-");
        }
    }

    @Test
    void whatAnOperatorChangesHoldsFromTheNextRequestOn() throws Exception {
        try (TestNode node = node("")) {
            String origin = "Origin: https://new.example";
            assertThat(ask(node, "GET", "/api/links/open", origin)).doesNotContain("Access-Control-");
            node.terms.change(new Terms.Now(new Cors("https://new.example"), TestNode.MAX_BODY_BYTES));
            assertThat(ask(node, "GET", "/api/links/open", origin))
                    .contains("Access-Control-Allow-Origin: https://new.example\r\n");
        }
    }

    @Test
    void allOriginsOrSomeAndNotBoth() {
        assertThatThrownBy(() -> new Cors("*,https://app.example.org")).isInstanceOf(IllegalArgumentException.class);
    }

    private static TestNode node(String origins) {
        TestNode node = new TestNode.Setup().corsOrigins(origins).start().complete();
        node.links
                .on("GET", "/open", new Rule.Anyone(), (request, response) -> {})
                .on("GET", "/private", new Rule.AnyOf(Set.of("links:write")), (request, response) -> {})
                .on("DELETE", "/private", new Rule.SignedIn(), (request, response) -> {});
        return node;
    }

    private static String ask(TestNode node, String method, String path, String... headers) throws IOException {
        return Wire.ask(node.port(), Wire.head(method, path, headers));
    }
}
