package io.stacksy.auth.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UserKeysResourceTest {
    private static final String ALL = "{\"name\":\"build\",\"scopes\":[\"*\"]}";

    private final Fixture fixture = new Fixture();
    private final Account admin = fixture.account("admin", "admin");
    private final Account robot = fixture.service("robot", "operator");
    private final UserKeysResource resource = new UserKeysResource(fixture.users, fixture.keyBook);
    private final Rest rest = new Rest(resource, Optional.of(admin));
    private final String path = "admin/users/" + robot.id() + "/api-keys";

    @Test
    void aServiceAccountIsGivenKeys() {
        Rest.Answer made = rest.call("POST", path, ALL);
        String id = made.body().get("id").asText();

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.headers()).containsEntry("Location", "http://node.test/" + path + "/" + id);
        assertThat(fixture.apiKeys.find(robot.id(), id)).isPresent();
        assertThat(rest.call("GET", path, null).body().get("items").findValuesAsText("id"))
                .containsExactly(id);
        assertThat(rest.call("POST", path + "/" + id + "/rotate", null).status())
                .isEqualTo(200);
        assertThat(rest.call("DELETE", path + "/" + id, null).status()).isEqualTo(204);
        assertThat(rest.call("DELETE", path + "/" + id, null).status()).isEqualTo(404);
    }

    @Test
    void keysOfAPersonAreSeenAndEndedButNotMade() {
        Account ada = fixture.account("ada", "user");
        String own = fixture.key(ada, "*").key().id();
        String adas = "admin/users/" + ada.id() + "/api-keys";

        assertThat(rest.call("POST", adas, ALL).status()).isEqualTo(409);
        assertThat(rest.call("POST", adas + "/" + own + "/rotate", null).status())
                .isEqualTo(409);
        assertThat(rest.call("GET", adas, null).body().get("items")).hasSize(1);
        assertThat(rest.call("DELETE", adas + "/" + own, null).status()).isEqualTo(204);
    }

    @Test
    void nobodyMakesAKeyForRightsThatTheyDoNotHave() {
        Rest helpdesk = new Rest(resource, Rest.asking(Optional.of(admin), Set.of("users:*", "audit:read")));
        Rest.Answer refused = helpdesk.call("POST", path, ALL);

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.headers().get("WWW-Authenticate")).contains("scope=\"tools:*\"");
        String id = fixture.key(robot, "*").key().id();
        assertThat(helpdesk.call("DELETE", path + "/" + id, null).status()).isEqualTo(403);
        assertThat(helpdesk.call("POST", path + "/" + id + "/rotate", null).status())
                .isEqualTo(403);
    }

    @Test
    void anAccountThatIsNotThereHasNone() {
        String nobodys = "admin/users/" + fixture.secrets.id() + "/api-keys";
        assertThat(rest.call("POST", nobodys, ALL).status()).isEqualTo(404);
        assertThat(rest.call("GET", nobodys, null).status()).isEqualTo(404);
        assertThat(rest.call("GET", "admin/users/x/api-keys", null).status()).isEqualTo(404);
    }
}
