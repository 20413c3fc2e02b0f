package io.stacksy.auth.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiKeysResourceTest {
    private static final String ALL = "{\"name\":\"build\",\"scopes\":[\"*\"]}";

    private final Fixture fixture = new Fixture();
    private final Account ada = fixture.account("ada", "user");
    private final ApiKeysResource resource = new ApiKeysResource(fixture.keyBook);
    private final Rest rest = new Rest(resource, Optional.of(ada));

    @Test
    void aKeyIsShownOnce() {
        Rest.Answer answer = add("{\"name\":\"build\",\"scopes\":[\"links:read\",\"audit:*\"],"
                + "\"expires_at\":\"2026-12-24T00:00:00Z\",\"rate_limit\":\"100/s\"}");

        String id = answer.body().get("id").asText();
        String key = answer.body().get("key").asText();
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.headers())
                .containsEntry("Location", "http://node.test/auth/api-keys/" + id)
                .containsEntry("Cache-Control", "no-store");
        assertThat(key).startsWith("sk_" + id + "_");
        assertThat(answer.body().get("scopes")).hasToString("[\"audit:*\",\"links:read\"]");
        assertThat(answer.body().get("expires_at").asText()).isEqualTo("2026-12-24T00:00:00Z");
        assertThat(answer.body().get("rate_limit").asText()).isEqualTo("100/s");
        assertThat(answer.body().get("created_at").asText()).isEqualTo("2026-11-23T12:00:00Z");

        Rest.Answer shown = rest.call("GET", "auth/api-keys/" + id, null);
        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.body().has("key")).isFalse();
        assertThat(rest.call("GET", "auth/api-keys", null).body().get("items").get(0))
                .isEqualTo(shown.body());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name       | {\"scopes\":[\"*\"]}",
                "name       | {\"name\":\" \",\"scopes\":[\"*\"]}",
                "name       | {\"name\":\"a\\nb\",\"scopes\":[\"*\"]}",
                "scopes     | {\"name\":\"build\"}",
                "scopes     | {\"name\":\"build\",\"scopes\":[]}",
                "scopes     | {\"name\":\"build\",\"scopes\":[\"Links\"]}",
                "scopes     | {\"name\":\"build\",\"scopes\":[null]}",
                "expires_at | {\"name\":\"build\",\"scopes\":[\"*\"],\"expires_at\":\"2026-11-23T12:00:00Z\"}",
                "rate_limit | {\"name\":\"build\",\"scopes\":[\"*\"],\"rate_limit\":\"often\"}",
            })
    void whatIsNotAcceptableIsNamed(String field, String body) {
        Rest.Answer answer = add(body);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().get("errors").get(0).get("field").asText()).isEqualTo(field);
    }

    @Test
    void keysAreListedAPartAtATime() {
        String one = add(ALL).body().get("id").asText();
        String two = add(ALL).body().get("id").asText();

        Rest.Answer first = rest.call("GET", "auth/api-keys?limit=1", null);
        String cursor = first.body().get("next_cursor").asText();
        Rest.Answer second = rest.call("GET", "auth/api-keys?limit=1&cursor=" + cursor, null);
        assertThat(first.body().get("items").findValuesAsText("id")).containsExactly(one);
        assertThat(second.body().get("items").findValuesAsText("id")).containsExactly(two);
        assertThat(second.body().get("next_cursor").isNull()).isTrue();
    }

    @Test
    void aKeyIsRotatedAndRevoked() {
        String path = "auth/api-keys/" + add(ALL).body().get("id").asText();

        Rest.Answer rotated = rest.call("POST", path + "/rotate", "{\"overlap_seconds\":60}");
        assertThat(rotated.status()).isEqualTo(200);
        assertThat(rotated.body().get("key").asText()).startsWith("sk_");
        assertThat(rotated.body().get("previous_expires_at").asText()).isEqualTo("2026-11-23T12:01:00Z");
        assertThat(rest.call("POST", path + "/rotate", null)
                        .body()
                        .get("previous_expires_at")
                        .asText())
                .isEqualTo("2026-11-24T12:00:00Z");
        assertThat(rest.call("POST", path + "/rotate", "{\"overlap_seconds\":-1}")
                        .status())
                .isEqualTo(422);
        assertThat(rest.call("POST", path + "/rotate", "{\"overlap_seconds\":9999999999}")
                        .status())
                .isEqualTo(422);

        assertThat(rest.call("DELETE", path, null).status()).isEqualTo(204);
        assertThat(rest.call("DELETE", path, null).status()).isEqualTo(404);
        assertThat(rest.call("POST", path + "/rotate", null).status()).isEqualTo(404);
        assertThat(rest.call("GET", path, null).status()).isEqualTo(404);
    }

    @Test
    void keysOfOthersAreNotThere() {
        Account bea = fixture.account("bea", "user");
        String path = "auth/api-keys/" + fixture.key(bea, "*").key().id();

        assertThat(rest.call("GET", path, null).status()).isEqualTo(404);
        assertThat(rest.call("DELETE", path, null).status()).isEqualTo(404);
        assertThat(rest.call("POST", path + "/rotate", null).status()).isEqualTo(404);
        assertThat(rest.call("GET", "auth/api-keys", null).body().get("items")).isEmpty();
    }

    @Test
    void aKeySeesRotatesAndEndsItselfAndMakesNoOther() {
        String own = fixture.key(ada, "*").key().id();
        String other = fixture.key(ada, "links:read").key().id();
        Rest byKey = new Rest(resource, Rest.askingByKey(ada, own, Set.of("*")));

        Rest.Answer made = byKey.call("POST", "auth/api-keys", ALL);
        assertThat(made.status()).isEqualTo(403);
        assertThat(made.headers())
                .containsEntry("WWW-Authenticate", "Bearer realm=\"stacksy\", error=\"insufficient_scope\"");
        assertThat(byKey.call("GET", "auth/api-keys", null).body().get("items").findValuesAsText("id"))
                .containsExactly(own);
        assertThat(byKey.call("GET", "auth/api-keys/" + other, null).status()).isEqualTo(404);
        assertThat(byKey.call("POST", "auth/api-keys/" + other + "/rotate", null)
                        .status())
                .isEqualTo(404);
        assertThat(byKey.call("DELETE", "auth/api-keys/" + other, null).status())
                .isEqualTo(404);
        assertThat(byKey.call("POST", "auth/api-keys/" + own + "/rotate", null).status())
                .isEqualTo(200);
        assertThat(byKey.call("DELETE", "auth/api-keys/" + own, null).status()).isEqualTo(204);
    }

    private Rest.Answer add(String body) {
        return rest.call("POST", "auth/api-keys", body);
    }
}
