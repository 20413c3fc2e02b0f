package io.stacksy.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.stacksy.smoke.Api.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests are held against the description of their tool before it gets them. */
class ValidationIT {
    private static final String OPENAPI = "OSGI-INF/openapi.json";

    private static final String DESCRIPTION =
            """
            {"openapi":"3.1.0","info":{"title":"hello","version":"1"},"paths":{
              "/names":{"post":{"parameters":[{"name":"X-Batch","in":"header","schema":{"type":"integer"}}],
                "requestBody":{"required":true,"content":{"application/json":{
                "schema":{"$ref":"#/components/schemas/Name"}}}}}},
              "/weights":{"post":{"requestBody":{"content":{"application/json":{
                "schema":{"type":"object","properties":{"grams":{"type":"number","minimum":0}}}}}}}},
              "/slow":{"get":{"parameters":[
                {"name":"millis","in":"query","schema":{"type":"integer","format":"int64","maximum":100}},
                {"name":"tags","in":"query","schema":{"type":"array","items":{"enum":["a","b"]}}}]}}},
             "components":{"schemas":{"Name":{"type":"object","required":["first_name"],"additionalProperties":false,
              "properties":{"first_name":{"type":"string","minLength":1,"maxLength":10,"pattern":"^[A-Z]"}}}}}}""";

    private static Node node;
    private static Api api;

    @BeforeAll
    static void start() {
        node = Node.on(Data.used("validation")).ready();
        api = node.admin();
        deploy("greeter", DESCRIPTION);
    }

    private static void deploy(String tool, String description) {
        Answer answer =
                api.deploy(ToolJar.of(tool, "1.0.0").file(OPENAPI, description).write());
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void aLinkIsToldAllThatIsWrongWithItAtOnce() {
        Answer answer = api.post("/api/links", "{\"code\":7,\"expires_at\":[\"tomorrow\"]}");
        assertThat(answer.status()).as(answer.toString()).isEqualTo(422);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.at("title")).isEqualTo("Unprocessable Content");
        assertThat(answer.at("request_id")).isEqualTo(answer.header("X-Request-Id"));
        assertThat(errors(answer))
                .containsExactlyInAnyOrder(
                        "url is missing", "code must be a text or null", "expires_at must be a text or null");
        assertThat(answer.text()).doesNotContain("tomorrow");
        assertThat(api.post("/api/links", "{\"url\":\"https://example.com/\",\"code\":null}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void aToolIsNotAskedWhatItsDescriptionRefuses() {
        Answer answer = api.send(
                "POST",
                "/api/greeter/names",
                BodyPublishers.ofString("{\"first_name\":\"ada of many names\",\"role\":\"admin\"}"),
                "application/json",
                "X-Batch",
                "seven");
        assertThat(answer.status()).as(answer.toString()).isEqualTo(422);
        assertThat(errors(answer))
                .containsExactlyInAnyOrder(
                        "X-Batch the header must be a whole number",
                        "first_name must have at most 10 characters",
                        "first_name must match the pattern ^[A-Z]",
                        "role no such field");
        assertThat(answer.at("detail")).startsWith("4 things are wrong with the request: ");

        int before = api.get("/api/greeter/weights").body().path("times").asInt();
        assertThat(api.post("/api/greeter/weights", "{\"grams\":-1}").status()).isEqualTo(422);
        assertThat(api.get("/api/greeter/weights").body().path("times").asInt()).isEqualTo(before);
    }

    @Test
    void whatIsAsDescribedGoesThroughUnchanged() {
        assertThat(api.post("/api/greeter/names", "{\"first_name\":\"Ada\"}").at("first_name"))
                .isEqualTo("Ada");
        assertThat(api.post("/api/greeter/weights", "{\"grams\":1.5}").at("grams"))
                .isEqualTo("1.5");
        assertThat(api.get("/api/greeter/slow?millis=1&tags=a&tags=b").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "millis=soon | millis the query parameter must be a whole number",
                "millis=101 | millis the query parameter must be at most 100",
                "tags=a&tags=c | tags an entry of the query parameter must be one of a, b"
            })
    void aQueryIsJudged(String query, String error) {
        Answer answer = api.anonymous().get("/api/greeter/slow?" + query);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(422);
        assertThat(errors(answer)).containsExactly(error);
    }

    @Test
    void whoIsNotSignedInLearnsNothing() {
        assertThat(api.anonymous().post("/api/greeter/names", "{}").status()).isEqualTo(401);
        assertThat(api.anonymous().post("/api/links", "{}").status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"grams\":", "{\"grams\":1}}", "{\"grams\":1e400}", "{\"grams\":1,\"grams\":2}"})
    void whatIsNoJsonIsABadRequest(String body) {
        Answer answer = api.post("/api/greeter/weights", body);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    }

    @Test
    void aDescriptionThatRefersElsewhereIsServedUncheckedAndSaidSo() {
        deploy("referring", DESCRIPTION.replace("#/components/schemas/Name", "https://schemas.example/name.json"));
        assertThat(api.post("/api/referring/names", "{\"first_name\":\"ada of many names\"}")
                        .status())
                .isEqualTo(200);
        assertThat(node.output())
                .anyMatch(line -> line.contains(
                        "referring@1.0.0 serves the application/json body of POST /names unchecked: it refers to "
                                + "'https://schemas.example/name.json'"))
                .noneMatch(line -> line.contains("Unknown keyword"));
    }

    private static List<String> errors(Answer answer) {
        List<String> errors = new ArrayList<>();
        for (JsonNode error : answer.body().path("errors")) {
            errors.add(
                    error.path("field").asText() + " " + error.path("message").asText());
        }
        return errors;
    }
}
