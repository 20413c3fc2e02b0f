package io.stacksy.description;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.stacksy.deploy.Revision;
import io.stacksy.deploy.ToolName;
import io.stacksy.deploy.Version;
import io.stacksy.route.Endpoint;
import io.stacksy.route.Match;
import io.stacksy.route.Operation;
import io.stacksy.route.Rule;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CompilationTest {
    private static final String NOTES =
            """
            {"openapi":"3.1.0","info":{"description":"Short notes."},
             "tags":[{"name":"auth","description":"Signing in."},{"name":"other","description":"Elsewhere."}],"paths":{
              "/{id}":{"get":{"operationId":"find","description":"One note.",
                "responses":{"200":{"description":"OK","content":{"application/json":
                  {"schema":{"$ref":"#/components/schemas/Note"}}}}}}}},
             "components":{"schemas":{
               "Note":{"type":"object","properties":{"next":{"$ref":"#/components/schemas/Note"}}},
               "Unused":{"type":"string"}}}}""";

    /** An endpoint that is only to be documented. */
    private record Silent(List<Operation> operations) implements Endpoint {
        @Override
        public Optional<String> description() {
            return Optional.of(NOTES.replace("/{id}", "/auth/{id}"));
        }

        @Override
        public Match match(String method, String path) {
            throw new AssertionError("only its description is of interest");
        }

        @Override
        public void service(HttpServletRequest request, HttpServletResponse response) {
            throw new AssertionError("only its description is of interest");
        }
    }

    @Test
    void saysWhatItIs() {
        JsonNode document = Documents.of();
        assertThat(document.path("openapi").asText()).isEqualTo("3.1.0");
        assertThat(document.at("/info/version").asText()).isEqualTo("1.2.3");
        assertThat(document.at("/info/license/identifier").asText()).isEqualTo("Apache-2.0");
        assertThat(document.at("/info/contact/name").asText()).isNotEmpty();
        assertThat(document.at("/servers/0/url").asText()).isEqualTo("/");
        assertThat(document.path("paths").isObject()).isTrue();
        assertThat(document.at("/components/securitySchemes/api_key/name").asText())
                .isEqualTo("X-API-Key");
    }

    @Test
    void whatMayBeRepeatedSafelySaysSo() {
        String own = NOTES.replace(
                "\"responses\"", "\"parameters\":[{\"in\":\"header\",\"name\":\"idempotency-key\"}],\"responses\"");
        JsonNode document = Documents.of(
                Documents.tool("notes", List.of(), NOTES, "POST /", "PATCH /{id}", "PUT /{id}", "GET /{id}"),
                Documents.tool("memos", List.of(), own.replace("\"get\"", "\"post\""), "POST /{id}"));
        JsonNode post = document.at("/paths/~1api~1notes/post");
        assertThat(post.at("/parameters/0/$ref").asText()).isEqualTo("#/components/parameters/IdempotencyKey");
        assertThat(post.at("/responses/409/$ref").asText()).isEqualTo("#/components/responses/UnderWay");
        assertThat(post.at("/responses/422/$ref").asText()).isEqualTo("#/components/responses/NotAccepted");
        JsonNode others = document.at("/paths/~1api~1notes~1{id}");
        assertThat(others.at("/patch/parameters/1/$ref").asText()).isEqualTo("#/components/parameters/IdempotencyKey");
        assertThat(others.at("/put").toString()).doesNotContain("IdempotencyKey", "UnderWay");
        assertThat(others.at("/get").toString()).doesNotContain("IdempotencyKey", "UnderWay");
        assertThat(document.at("/paths/~1api~1memos~1{id}/post/parameters").toString())
                .contains("idempotency-key")
                .doesNotContain("IdempotencyKey");
    }

    @Test
    void componentsOfOneNameNeverMeet() {
        JsonNode document = Documents.of(
                Documents.tool("notes", List.of(), NOTES, "GET /{id}"),
                Documents.tool("memos", List.of(), NOTES.replace("\"object\"", "\"string\""), "GET /{id}"));
        JsonNode schemas = document.at("/components/schemas");
        assertThat(schemas.fieldNames()).toIterable().containsExactlyInAnyOrder("Problem", "notes.Note", "memos.Note");
        assertThat(schemas.path("memos.Note").path("type").asText()).isEqualTo("string");
        assertThat(schemas.path("notes.Note").at("/properties/next/$ref").asText())
                .isEqualTo("#/components/schemas/notes.Note");
        assertThat(document.at("/paths/~1api~1memos~1{id}/get/operationId").asText())
                .isEqualTo("memos.find");
        assertThat(document.at("/tags/1/description").asText()).isEqualTo("notes@1.0.0: Short notes.");
    }

    @Test
    void whatIsDescribedAndNotThereIsLeftOut() {
        JsonNode document = Documents.of(Documents.tool("notes", List.of(), NOTES, "GET /"));
        assertThat(document.path("paths").fieldNames()).toIterable().containsExactly("/api/notes");
        assertThat(document.at("/components/schemas").has("notes.Note")).isFalse();
    }

    @Test
    void aToolWithoutADescriptionIsDescribedByItsOperations() {
        JsonNode document = Documents.of(
                Documents.tool("notes", List.of(), "", "POST /", "GET /{id: [a-z]{3}}/text", "PURGE /", "* /parts"));
        assertThat(document.path("paths").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("/api/notes", "/api/notes/{id}/text");
        JsonNode text = document.at("/paths/~1api~1notes~1{id}~1text/get");
        assertThat(text.path("operationId").asText()).isEqualTo("notes.get_id_text");
        assertThat(text.at("/parameters/0"))
                .isEqualTo(
                        Documents.read(
                                """
                        {"name":"id","in":"path","required":true,"schema":{"type":"string"}}"""));
        assertThat(text.path("summary").asText()).isEqualTo("GET /{id}/text");
        assertThat(text.path("tags")).isEqualTo(Documents.read("[\"notes\"]"));
        assertThat(text.path("responses").fieldNames())
                .toIterable()
                .containsExactly("2XX", "400", "401", "403", "404", "429", "default");
        assertThat(document.at("/paths/~1api~1notes/post/requestBody/content/application~1json")
                        .isObject())
                .isTrue();
    }

    @Test
    void aDescriptionThatIsNoneIsAsGoodAsNone() {
        JsonNode document = Documents.of(Documents.tool("notes", List.of(), "{\"swagger\":\"2.0\"}", "GET /{id}"));
        assertThat(document.at("/paths/~1api~1notes~1{id}/get/operationId").asText())
                .isEqualTo("notes.get_id");
    }

    @Test
    void whatHasAnAliasIsThereTwice() {
        JsonNode document = Documents.of(
                Documents.tool("notes", List.of("/n"), NOTES.replace("/{id}", "/n/{id}"), "GET /n/{id}", "GET /x"));
        assertThat(document.path("paths").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("/api/notes/n/{id}", "/n/{id}", "/api/notes/x");
        assertThat(document.at("/paths/~1n~1{id}/get/operationId").asText()).isEqualTo("notes.find.alias");
        assertThat(document.at("/paths/~1n~1{id}/get/responses"))
                .isEqualTo(document.at("/paths/~1api~1notes~1n~1{id}/get/responses"));
    }

    @Test
    void aRuleBecomesWhatHasToBeSent() {
        Part part = new Part(
                "notes",
                "notes",
                Optional.empty(),
                "/api/notes",
                List.of(),
                List.of(
                        operation("/open", new Rule.Anyone()),
                        operation("/own", new Rule.SignedIn()),
                        operation("/some", new Rule.AnyOf(Set.of("b:read", "a:read"))),
                        operation("/none", new Rule.Nobody())),
                Optional.empty());
        JsonNode paths = Documents.of(part).path("paths");
        assertThat(paths.has("/api/notes/none")).isFalse();
        JsonNode open = paths.at("/~1api~1notes~1open/get");
        assertThat(open.path("security")).isEqualTo(Documents.read("[]"));
        assertThat(open.path("description").asText()).isEqualTo("Open to anyone.");
        assertThat(open.path("responses").fieldNames()).toIterable().containsExactly("2XX", "400", "429", "default");
        JsonNode own = paths.at("/~1api~1notes~1own/get");
        assertThat(own.path("security")).isEqualTo(Documents.read("[{\"bearer\":[]},{\"api_key\":[]}]"));
        assertThat(own.path("responses").fieldNames())
                .toIterable()
                .containsExactly("2XX", "400", "401", "429", "default");
        JsonNode some = paths.at("/~1api~1notes~1some/get");
        assertThat(some.path("security"))
                .isEqualTo(
                        Documents.read(
                                """
                                [{"bearer":["a:read"]},{"api_key":["a:read"]},{"bearer":["b:read"]},{"api_key":["b:read"]}]"""));
        assertThat(some.path("description").asText()).isEqualTo("Needs a:read or b:read.");
    }

    @Test
    void namesOfOperationsAreTellableApart() {
        String twice =
                """
                {"openapi":"3.0.3","paths":{"/a":{"get":{"operationId":"same one"}},"/b":{"get":{"operationId":"same one"}}}}""";
        JsonNode document = Documents.of(Documents.tool("notes", List.of(), twice, "GET /a", "GET /b"));
        assertThat(document.findValuesAsText("operationId")).containsExactly("notes.same_one", "notes.same_one_2");
    }

    @Test
    void thePlatformComesFirstAndUnderNamesThatNoToolHas() {
        Endpoint endpoint = new Silent(List.of(operation("/auth/{id}", new Rule.Anyone())));
        Part platform = Part.ofPlatform(List.of("/auth", "/.well-known"), endpoint);
        Part tool = Part.ofTool(
                new Revision(new ToolName("auth"), Version.parse("2.0.0"), "0".repeat(64)),
                List.of("/auth"),
                new Silent(List.of(operation("/auth/{id}", new Rule.SignedIn()))));
        JsonNode document = Documents.of(platform, tool);
        assertThat(document.at("/paths/~1auth~1{id}/get/operationId").asText()).isEqualTo("stacksy_auth.find");
        assertThat(document.at("/paths/~1api~1auth~1auth~1{id}/get/operationId").asText())
                .isEqualTo("auth.find");
        assertThat(document.at("/components/schemas").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("Problem", "stacksy_auth.Note", "auth.Note");
        assertThat(document.at("/tags").findValuesAsText("name")).containsExactly("auth", "stacksy auth");
        assertThat(platform.tag("/.well-known/jwks.json")).isEqualTo("stacksy auth");
    }

    @Test
    void theRootStandsUnderTheNode() {
        Part entrance = Part.ofPlatform(List.of("/"), new Silent(List.of(operation("/", new Rule.Anyone()))));
        JsonNode document = Documents.of(entrance);
        assertThat(entrance.name()).isEqualTo("stacksy_node");
        assertThat(document.at("/paths/~1/get/operationId").asText()).isEqualTo("get");
        assertThat(document.at("/tags").findValuesAsText("name")).containsExactly("stacksy node");
    }

    @Test
    void whatTheDescriptionOfThePlatformSaysOfItsHeadingsIsTakenOver() {
        Endpoint endpoint = new Silent(List.of(operation("/auth/{id}", new Rule.Anyone())));
        JsonNode document = Documents.of(
                Part.ofPlatform(List.of("/auth"), endpoint), Documents.tool("auth", List.of(), NOTES, "GET /{id}"));
        assertThat(document.at("/tags/1/name").asText()).isEqualTo("stacksy auth");
        assertThat(document.at("/tags/1/description").asText()).isEqualTo("Signing in.");
        assertThat(document.at("/tags/0/description").asText()).isEqualTo("auth@1.0.0: Short notes.");
        assertThat(document.at("/tags")).hasSize(2);
    }

    @Test
    void variablesHaveOneNameAtOnePath() {
        String described =
                """
                {"openapi":"3.1.0","paths":{
                  "/{id}":{"get":{"parameters":[{"name":"id","in":"path","required":true,"schema":{"type":"integer"}}]}},
                  "/{key}":{"parameters":[{"$ref":"#/components/parameters/key"},{"name":"all","in":"query"}],"delete":{}}},
                 "components":{"parameters":{"key":{"name":"key","in":"path","schema":{"type":"integer"}}}}}""";
        JsonNode document = Documents.of(Documents.tool("notes", List.of(), described, "GET /{id}", "DELETE /{key}"));
        assertThat(document.path("paths").size()).isEqualTo(1);
        JsonNode item = document.path("paths").elements().next();
        assertThat(item.at("/get/parameters/0/name")).isEqualTo(item.at("/delete/parameters/0/name"));
        assertThat(item.at("/get/parameters/0/schema/type").asText()).isEqualTo("integer");
        assertThat(item.at("/delete/parameters/0/schema/type").asText()).isEqualTo("integer");
        assertThat(item.at("/delete/parameters/1/name").asText()).isEqualTo("all");
        assertThat(item.at("/delete/parameters/1/schema").isObject()).isTrue();
    }

    @Test
    void whatALocatorDecidesIsWhatTheDescriptionHasThere() {
        String described =
                """
                {"openapi":"3.1.0","paths":{"/parts/{id}":{"get":{},"put":{}},"/partsof":{"get":{}}}}""";
        JsonNode document = Documents.of(Documents.tool("notes", List.of(), described, "* /parts"));
        assertThat(document.path("paths").fieldNames()).toIterable().containsExactly("/api/notes/parts/{id}");
        assertThat(document.at("/paths/~1api~1notes~1parts~1{id}").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("get", "put");
    }

    private static Operation operation(String template, Rule rule) {
        return new Operation("GET", template, rule, OptionalLong.empty());
    }
}
