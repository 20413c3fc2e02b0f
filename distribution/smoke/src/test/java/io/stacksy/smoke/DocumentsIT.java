package io.stacksy.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.stacksy.smoke.Api.Answer;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The document of all that a node can be asked, and the page that shows it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DocumentsIT {
    private static final Pattern PART = Pattern.compile("(?:src|href)=\"(/[^\"]+)\"");

    /** Says of the tool {@code hello} what its classes do not, with a component that the tool {@code links} has, too. */
    private static final String DESCRIPTION =
            """
            {"openapi":"3.0.3","info":{"title":"hello","version":"1","description":"Greets."},"paths":{"/":{"get":{
              "operationId":"greet","responses":{"200":{"description":"A greeting","content":{"application/json":{
                "schema":{"$ref":"#/components/schemas/LinkView"}}}}}}},
              "/nothing":{"get":{"responses":{"200":{"description":"It is not there"}}}}},
             "components":{"schemas":{"LinkView":{"type":"string","nullable":true}}}}""";

    private static Node node;
    private static Api anyone;
    private static Api api;

    @BeforeAll
    static void start() {
        node = Node.on(Data.used("documents")).ready();
        api = node.admin();
        anyone = api.anonymous();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    @Order(1)
    void aNewNodeDescribesItselfAndItsTools() {
        JsonNode document = document();
        assertThat(operations(document))
                .contains(
                        "GET /",
                        "GET /api/links",
                        "GET /api/links/{code}/stats",
                        "GET /l/{code}",
                        "POST /auth/login",
                        "GET /.well-known/jwks.json",
                        "POST /admin/users",
                        "POST /admin/tools",
                        "GET /admin/rollouts/{id}/events")
                .containsAll(routes("links"))
                .noneMatch(operation -> operation.contains("/docs") || operation.contains("/openapi.json"));
        JsonNode create = document.at("/paths/~1api~1links/post");
        assertThat(create.path("operationId").asText()).isEqualTo("links.create");
        assertThat(create.path("tags").get(0).asText()).isEqualTo("links");
        assertThat(create.path("security").toString())
                .isEqualTo("[{\"bearer\":[\"links:write\"]},{\"api_key\":[\"links:write\"]}]");
        assertThat(document.at("/paths/~1auth~1login/post/security")).isEmpty();
        assertThat(document.at("/paths/~1auth~1login/post/requestBody/content/application~1json/schema/$ref")
                        .asText())
                .isEqualTo("#/components/schemas/stacksy_auth.Login");
        assertThat(document.at("/paths/~1auth~1me/get/responses/401/$ref").asText())
                .isEqualTo("#/components/responses/NotSignedIn");
        assertThat(document.at("/servers/0/url").asText()).isEqualTo("/");
    }

    @Test
    @Order(2)
    void whoHasItIsToldSo() {
        Answer first = anyone.get("/openapi.json");
        String tag = first.header("ETag");
        assertThat(first.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(tag).matches("\"[0-9a-f]{32}\"");
        assertThat(given(tag).status()).isEqualTo(304);
        assertThat(given(tag).text()).isEmpty();
        assertThat(anyone.post("/openapi.json", "{}").status()).isEqualTo(405);
        assertThat(anyone.get("/openapi.json/more").status()).isEqualTo(404);
    }

    @Test
    @Order(3)
    void everySwitchMakesAnotherOne() {
        String before = tag();
        Answer first = api.deploy(ToolJar.of("hello", "1.0.0").alias("/slow").write());
        assertThat(first.status()).as(first.toString()).isEqualTo(201);
        String deployed = tag();
        assertThat(deployed).isNotEqualTo(before);
        assertThat(given(before).status()).isEqualTo(200);
        assertThat(operations(document())).containsAll(routes("hello")).contains("GET /slow");
        assertThat(document().at("/paths/~1api~1hello/get/responses/2XX").isObject())
                .isTrue();

        assertThat(api.upload("/admin/tools?canary=50:1h", described("1.1.0")).status())
                .isEqualTo(202);
        Eventually.is("the canary has its share", () -> api.get("/admin/tools/hello")
                .body()
                .path("revisions")
                .findValuesAsText("weight")
                .contains("50"));
        assertThat(tag()).isEqualTo(deployed);
        assertThat(api.post("/admin/tools/hello/promote?wait=true", "").status())
                .isEqualTo(200);
        JsonNode promoted = document();
        assertThat(tag()).isNotEqualTo(deployed);
        assertThat(promoted.at("/paths/~1api~1hello/get/operationId").asText()).isEqualTo("hello.greet");
        assertThat(promoted.at("/components/schemas/hello.LinkView/type").toString())
                .isEqualTo("[\"string\",\"null\"]");
        assertThat(promoted.at("/components/schemas/links.LinkView/type").asText())
                .isEqualTo("object");
        assertThat(promoted.path("paths").has("/api/hello/nothing")).isFalse();
        assertThat(promoted.path("paths").has("/slow")).isFalse();

        assertThat(api.rollBack("hello").status()).isEqualTo(200);
        assertThat(tag()).isEqualTo(deployed);

        assertThat(api.remove("hello").status()).isEqualTo(200);
        assertThat(tag()).isEqualTo(before);
        assertThat(operations(document())).noneMatch(operation -> operation.contains("/api/hello"));
    }

    @Test
    @Order(4)
    void thePageIsMadeOfWhatTheNodeHas() {
        Answer page = anyone.get("/docs");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).isEqualTo("text/html;charset=utf-8");
        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'none'; script-src 'self';", "connect-src 'self'");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.text()).doesNotContain("http:", "https:");
        List<String> parts =
                PART.matcher(page.text()).results().map(part -> part.group(1)).toList();
        assertThat(parts).hasSizeGreaterThan(5).contains("/openapi.json");
        for (String part : parts) {
            Answer answer = anyone.get(part);
            assertThat(answer.status()).as(part).isEqualTo(200);
            Answer unchanged =
                    anyone.send("GET", part, BodyPublishers.noBody(), "", "If-None-Match", answer.header("ETag"));
            assertThat(unchanged.status()).as(part).isEqualTo(304);
        }
        assertThat(anyone.send("HEAD", "/docs", BodyPublishers.noBody(), "").status())
                .isEqualTo(200);
        assertThat(anyone.get("/docs/").text()).isEqualTo(page.text());
        assertThat(anyone.post("/docs", "").status()).isEqualTo(405);
        assertThat(anyone.delete("/docs/page.js").header("Allow"))
                .contains("GET")
                .doesNotContain("DELETE");
    }

    @ParameterizedTest
    @Order(5)
    @ValueSource(strings = {"/docs/..%2fpage.js", "/docs/%2e%2e/openapi.json", "/docs//page.js", "/docs/page.html"})
    void nothingElseIsThere(String path) {
        Answer answer = anyone.get(path);
        assertThat(answer.status()).isIn(400, 404);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    }

    @Test
    @Order(6)
    void theRootLeadsToAllOfThem() {
        Answer waysIn = anyone.get("/");
        assertThat(waysIn.status()).isEqualTo(200);
        assertThat(waysIn.header("Content-Type")).isEqualTo("application/json");
        for (String name : List.of("docs", "openapi", "health", "console")) {
            assertThat(anyone.get(waysIn.at(name)).status()).as(name).isEqualTo(200);
        }
        assertThat(waysIn.at("version"))
                .isEqualTo(document().at("/info/version").asText());
        Answer page = anyone.send("GET", "/", BodyPublishers.noBody(), "", "Accept", "text/html,*/*;q=0.8");
        assertThat(page.status()).isEqualTo(303);
        assertThat(page.header("Location")).isEqualTo("console/");
        assertThat(anyone.post("/", "{}").status()).isEqualTo(405);
    }

    private static Path described(String version) {
        return ToolJar.of("hello", version)
                .file("OSGI-INF/openapi.json", DESCRIPTION)
                .write();
    }

    private static Answer given(String tag) {
        return anyone.send("GET", "/openapi.json", BodyPublishers.noBody(), "", "If-None-Match", tag);
    }

    private static String tag() {
        return anyone.get("/openapi.json").header("ETag");
    }

    /** The document, in which nothing is wrong. */
    private static JsonNode document() {
        Answer answer = anyone.get("/openapi.json");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        SwaggerParseResult read = new OpenAPIV3Parser().readContents(answer.text());
        assertThat(read.getMessages()).isEmpty();
        assertThat(read.getOpenAPI().getSpecVersion()).isEqualTo(SpecVersion.V31);
        JsonNode document = answer.body();
        assertThat(document.path("openapi").asText()).isEqualTo("3.1.0");
        for (JsonNode reference : document.findValues("$ref")) {
            assertThat(document.at(reference.asText().substring(1)).isMissingNode())
                    .as(reference.asText())
                    .isFalse();
        }
        assertThat(document.findValuesAsText("operationId")).doesNotHaveDuplicates();
        return document;
    }

    private static Set<String> operations(JsonNode document) {
        Set<String> operations = new TreeSet<>();
        document.path("paths").properties().forEach(path -> path.getValue()
                .fieldNames()
                .forEachRemaining(method -> operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        return operations;
    }

    /** What the admin API says that the live revision of a tool answers. */
    private static Set<String> routes(String tool) {
        Answer shown = api.get("/admin/tools/" + tool);
        Set<String> routes = new TreeSet<>();
        for (JsonNode revision : shown.body().path("revisions")) {
            if (revision.path("version").asText().equals(shown.at("live"))) {
                revision.path("routes")
                        .forEach(route -> routes.add(route.asText().replaceAll("/$", "")));
            }
        }
        assertThat(routes).isNotEmpty();
        return routes;
    }
}
