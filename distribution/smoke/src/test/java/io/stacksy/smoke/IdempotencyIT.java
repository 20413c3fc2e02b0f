package io.stacksy.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.stacksy.smoke.Api.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Requests with an {@code Idempotency-Key}: carried out once, whatever happens between the first and its repeats. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class IdempotencyIT {
    private static final Path DATA = Data.used("idempotency");
    private static final String LINK = "{\"url\":\"https://example.org/once\"}";
    private static final String REPLAYED = "Idempotency-Replayed";

    private static Node node;
    private static Api api;

    @BeforeAll
    static void start() {
        node = Node.on(DATA).ready();
        api = node.admin();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    @Order(1)
    void aRepeatGetsTheSameLinkAndMakesNone() {
        String key = key();
        Answer first = create(api, key, LINK);
        assertThat(first.status()).as(first.toString()).isEqualTo(201);
        assertThat(first.header(REPLAYED)).isEmpty();
        long links = links();

        Answer again = create(api, key, LINK);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.header(REPLAYED)).isEqualTo("true");
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(again.header("Content-Type")).isEqualTo(first.header("Content-Type"));
        assertThat(again.header("X-Request-Id")).isNotEqualTo(first.header("X-Request-Id"));
        assertThat(links()).isEqualTo(links);
    }

    @Test
    @Order(2)
    void ofFiftyAtOnceOneMakesALink() {
        String key = key();
        long before = links();
        List<Answer> answers = People.atOnce(50, () -> create(api, key, LINK));
        assertThat(links()).isEqualTo(before + 1);
        assertThat(answers).extracting(Answer::status).isSubsetOf(201, 409);
        assertThat(answers)
                .filteredOn(answer -> answer.status() == 201)
                .extracting(answer -> answer.at("code"))
                .isNotEmpty()
                .containsOnly(create(api, key, LINK).at("code"));
        assertThat(answers)
                .filteredOn(answer ->
                        answer.status() == 201 && answer.header(REPLAYED).isEmpty())
                .hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() == 409)
                .allSatisfy(answer -> assertThat(answer.header("Retry-After")).isEqualTo("1"));
    }

    @Test
    @Order(3)
    void anotherBodyNeedsAnotherKey() {
        String key = key();
        create(api, key, LINK);
        Answer other = create(api, key, "{\"url\":\"https://example.org/twice\"}");
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.at("detail")).contains("take a new key");
    }

    @Test
    @Order(4)
    void whatTheToolRefusedIsRefusedAgain() {
        String taken = "{\"url\":\"https://example.org/\",\"code\":\"once-only\"}";
        assertThat(create(api, key(), taken).status()).isEqualTo(201);
        String key = key();
        Answer conflict = create(api, key, taken);
        assertThat(conflict.status()).isEqualTo(409);
        assertThat(conflict.header(REPLAYED)).isEmpty();
        assertThat(api.delete("/api/links/once-only").status()).isEqualTo(204);
        Answer again = create(api, key, taken);
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.header(REPLAYED)).isEqualTo("true");
        assertThat(again.text()).isEqualTo(conflict.text());
    }

    @Test
    @Order(5)
    void aKeyThatIsNoneIsABadRequest() {
        long before = links();
        Answer refused = create(api, "k".repeat(256), LINK);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.at("detail")).contains("1 to 255 characters");
        assertThat(links()).isEqualTo(before);
    }

    @Test
    @Order(6)
    void anothersKeyIsAnother() {
        api.post("/admin/users", "{\"username\":\"twin\",\"password\":\"a long enough word\",\"roles\":[\"user\"]}");
        Api twin = api.anonymous().login("twin", "a long enough word");
        String key = key();
        Answer mine = create(api, key, LINK);
        Answer theirs = create(twin, key, LINK);
        assertThat(theirs.status()).isEqualTo(201);
        assertThat(theirs.header(REPLAYED)).isEmpty();
        assertThat(theirs.at("code")).isNotEqualTo(mine.at("code"));
    }

    @Test
    @Order(7)
    void withoutAKeyTwoRequestsMakeTwoLinks() {
        long before = links();
        api.post("/api/links", LINK);
        api.post("/api/links", LINK);
        assertThat(links()).isEqualTo(before + 2);
    }

    @Test
    @Order(8)
    void theDocumentSaysSo() {
        JsonNode document = api.get("/openapi.json").body();
        assertThat(document.at("/components/parameters/IdempotencyKey/name").asText())
                .isEqualTo("Idempotency-Key");
        JsonNode create = document.at("/paths/~1api~1links/post");
        assertThat(create.path("parameters").findValuesAsText("$ref"))
                .contains("#/components/parameters/IdempotencyKey");
        assertThat(create.at("/responses").fieldNames()).toIterable().contains("409", "422");
        assertThat(document.at("/paths/~1api~1links/get/parameters").findValuesAsText("$ref"))
                .doesNotContain("#/components/parameters/IdempotencyKey");
        assertThat(document.at("/paths/~1admin~1users/post").toString()).doesNotContain("IdempotencyKey");
    }

    @Test
    @Order(9)
    void anUpgradeInBetweenDoesNotMatter() {
        String key = key();
        Answer first = create(api, key, LINK);
        long links = links();
        Answer upgrade = api.deploy(Node.HOME.resolve("examples/io.stacksy.tools.links-1.1.0.jar"));
        assertThat(upgrade.status()).as(upgrade.toString()).isIn(200, 201);
        assertThat(api.get("/api/links").header("Stacksy-Revision")).isEqualTo("1.1.0");

        Answer again = create(api, key, LINK);
        assertThat(again.header(REPLAYED)).isEqualTo("true");
        assertThat(again.header("Stacksy-Revision")).isEqualTo(first.header("Stacksy-Revision"));
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(links()).isEqualTo(links);
    }

    @Test
    @Order(10)
    void aKillInBetweenDoesNotMatter() {
        String key = key();
        Answer first = create(api, key, LINK);
        long links = links();
        node.kill();
        start();

        Answer again = create(api, key, LINK);
        assertThat(again.status()).as(again.toString()).isEqualTo(201);
        assertThat(again.header(REPLAYED)).isEqualTo("true");
        assertThat(again.at("code")).isEqualTo(first.at("code"));
        assertThat(links()).isEqualTo(links);
    }

    private static String key() {
        return "\"" + UUID.randomUUID() + "\"";
    }

    private static Answer create(Api caller, String key, String body) {
        return caller.send(
                "POST", "/api/links", BodyPublishers.ofString(body), "application/json", "Idempotency-Key", key);
    }

    /** How many there are, as the database has it. */
    private static long links() {
        try (NodeDatabase database = NodeDatabase.of(node)) {
            return Long.parseLong(
                    database.texts("SELECT count(*) FROM tool_links.links").get(0));
        }
    }
}
