package io.stacksy.auth.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsersResourceTest {
    private final Fixture fixture = new Fixture();
    private final Account admin = fixture.account("admin", "admin");
    private final Rest rest = new Rest(new UsersResource(fixture.users), Optional.of(admin));

    @Test
    void aNewUserCanSignIn() {
        Rest.Answer answer = add("{\"username\":\"Bea\",\"password\":\"long enough\",\"roles\":[\"operator\"]}");

        String id = answer.body().get("id").asText();
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.headers()).containsEntry("Location", "http://node.test/admin/users/" + id);
        assertThat(answer.body())
                .hasToString("{\"id\":\"" + id + "\",\"username\":\"Bea\",\"roles\":[\"operator\"],\"enabled\":true,"
                        + "\"created_at\":\"2026-11-23T12:00:00Z\",\"kind\":\"person\"}");
        assertThat(rest.call("GET", "admin/users/" + id, null).body()).isEqualTo(answer.body());
        assertThat(fixture.signIn.login("bea", "long enough", Fixture.CLIENT).refresh())
                .isNotEmpty();
    }

    @Test
    void theRoleIsUserWhereNoneIsGiven() {
        assertThat(add("{\"username\":\"bea\",\"password\":\"long enough\"}")
                        .body()
                        .get("roles"))
                .hasToString("[\"user\"]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "422 | username | {\"username\":\"a b\",\"password\":\"long enough\"}",
                "422 | username | {\"password\":\"long enough\"}",
                "400 | password | {\"username\":\"bea\",\"password\":\"short\"}",
                "400 | password | {\"username\":\"bea\",\"password\":\"Password123\"}",
                "400 | password | {\"username\":\"beatrice\",\"password\":\"BEATRICE\"}",
                "422 | roles | {\"username\":\"bea\",\"password\":\"long enough\",\"roles\":[\"king\"]}",
                "422 | roles | {\"username\":\"bea\",\"password\":\"long enough\",\"roles\":[null]}",
            })
    void whatIsNotAcceptableIsNamed(int status, String field, String body) {
        Rest.Answer answer = add(body);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body().get("errors").get(0).get("field").asText()).isEqualTo(field);
    }

    @Test
    void aNameIsGivenOnce() {
        assertThat(add("{\"username\":\"ADMIN\",\"password\":\"long enough\"}").status())
                .isEqualTo(409);
    }

    @Test
    void usersAreListedAPartAtATime() {
        fixture.account("bea", "user");
        fixture.account("charlie", "user");

        Rest.Answer first = rest.call("GET", "admin/users?limit=2", null);
        String cursor = first.body().get("next_cursor").asText();
        Rest.Answer second = rest.call("GET", "admin/users?limit=2&cursor=" + cursor, null);

        assertThat(first.body().get("items").findValuesAsText("username")).containsExactly("admin", "bea");
        assertThat(second.body().get("items").findValuesAsText("username")).containsExactly("charlie");
        assertThat(second.body().get("next_cursor").isNull()).isTrue();
        assertThat(rest.call("GET", "admin/users?limit=0", null).status()).isEqualTo(422);
        assertThat(rest.call("GET", "admin/users?cursor=%21", null).status()).isEqualTo(422);
    }

    @Test
    void aUserIsChangedAndRemoved() {
        String path = "admin/users/" + fixture.account("bea", "user").id();

        Rest.Answer changed = rest.call("PATCH", path, "{\"enabled\":false,\"roles\":[\"user\",\"operator\"]}");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.body().get("enabled").asBoolean()).isFalse();
        assertThat(changed.body().get("roles")).hasToString("[\"operator\",\"user\"]");
        assertThat(rest.call("DELETE", path, null).status()).isEqualTo(204);
        assertThat(rest.call("DELETE", path, null).status()).isEqualTo(404);
        assertThat(rest.call("GET", path, null).status()).isEqualTo(404);
        assertThat(rest.call("GET", "admin/users/nobody", null).status()).isEqualTo(404);
    }

    @Test
    void theLastAdministratorStays() {
        assertThat(rest.call("PATCH", "admin/users/" + admin.id(), "{\"enabled\":false}")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void aServiceAccountHasNoPassword() {
        Rest.Answer answer = add("{\"username\":\"robot\",\"kind\":\"service\",\"roles\":[\"operator\"]}");
        String path = "admin/users/" + answer.body().get("id").asText();

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body().get("kind").asText()).isEqualTo("service");
        assertThatThrownBy(() -> fixture.signIn.login("robot", "", Fixture.CLIENT))
                .isInstanceOf(SignInException.class);
        assertThat(add("{\"username\":\"other\",\"kind\":\"service\",\"password\":\"long enough\"}")
                        .status())
                .isEqualTo(422);
        assertThat(rest.call("PATCH", path, "{\"password\":\"long enough\"}").status())
                .isEqualTo(422);
        assertThat(add("{\"username\":\"other\",\"kind\":\"ghost\"}").status()).isEqualTo(422);
    }

    @Test
    void aUserIsFoundByName() {
        fixture.account("bea", "user");
        Rest.Answer found = rest.call("GET", "admin/users?username=BEA", null);
        assertThat(found.body().get("items").findValuesAsText("username")).containsExactly("bea");
        assertThat(rest.call("GET", "admin/users?username=nobody", null).body().get("items"))
                .isEmpty();
    }

    @Test
    void aPasswordIsSetAnew() {
        Account bea = fixture.account("bea", "user");
        String path = "admin/users/" + bea.id();
        assertThat(rest.call("PATCH", path, "{\"password\":\"another one\"}").status())
                .isEqualTo(200);
        assertThat(fixture.signIn.login("bea", "another one", Fixture.CLIENT).refresh())
                .isNotEmpty();
        assertThat(rest.call("PATCH", path, "{\"password\":\"short\"}").status())
                .isEqualTo(400);
    }

    @Test
    void nobodyGivesOrTouchesRightsThatTheyDoNotHave() {
        Account bea = fixture.account("bea", "user");
        Rest helpdesk =
                new Rest(new UsersResource(fixture.users), Rest.asking(Optional.of(bea), Set.of("users:*", "links:*")));

        assertThat(helpdesk.call("POST", "admin/users", user("one", "user")).status())
                .isEqualTo(201);
        Rest.Answer refused = helpdesk.call("POST", "admin/users", user("two", "admin"));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.headers())
                .containsEntry(
                        "WWW-Authenticate", "Bearer realm=\"stacksy\", error=\"insufficient_scope\", scope=\"*\"");
        assertThat(helpdesk.call("PATCH", "admin/users/" + bea.id(), "{\"roles\":[\"operator\"]}")
                        .status())
                .isEqualTo(403);
        assertThat(helpdesk.call("PATCH", "admin/users/" + admin.id(), "{\"password\":\"mine from now on\"}")
                        .status())
                .isEqualTo(403);
        assertThat(helpdesk.call("DELETE", "admin/users/" + admin.id(), null).status())
                .isEqualTo(403);
    }

    private static String user(String name, String role) {
        return "{\"username\":\"%s\",\"password\":\"long enough\",\"roles\":[\"%s\"]}".formatted(name, role);
    }

    private Rest.Answer add(String body) {
        return rest.call("POST", "admin/users", body);
    }
}
