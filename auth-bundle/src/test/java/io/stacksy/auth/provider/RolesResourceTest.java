package io.stacksy.auth.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolesResourceTest {
    private final Fixture fixture = new Fixture();
    private final Account admin = fixture.account("admin", "admin");
    private final RolesResource resource = new RolesResource(new RoleBook(fixture.roles, fixture.standing));
    private final Rest rest = new Rest(resource, Optional.of(admin));

    @Test
    void aRoleIsMadeChangedAndRemoved() {
        Rest.Answer made = add("{\"name\":\"auditor\",\"permissions\":[\"links:read\",\"audit:read\"]}");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.headers()).containsEntry("Location", "http://node.test/admin/roles/auditor");
        assertThat(made.body())
                .hasToString("{\"name\":\"auditor\",\"permissions\":[\"audit:read\",\"links:read\"],"
                        + "\"built_in\":false,\"users\":0}");
        assertThat(rest.call("GET", "admin/roles/auditor", null).body()).isEqualTo(made.body());
        assertThat(rest.call("PATCH", "admin/roles/auditor", "{\"permissions\":[\"qr:*\"]}")
                        .body()
                        .get("permissions"))
                .hasToString("[\"qr:*\"]");
        assertThat(rest.call("PATCH", "admin/roles/auditor", "{}").body().get("permissions"))
                .hasToString("[\"qr:*\"]");
        assertThat(rest.call("DELETE", "admin/roles/auditor", null).status()).isEqualTo(204);
        assertThat(rest.call("DELETE", "admin/roles/auditor", null).status()).isEqualTo(404);
        assertThat(rest.call("GET", "admin/roles/auditor", null).status()).isEqualTo(404);
    }

    @Test
    void rolesAreListedAPartAtATime() {
        Rest.Answer first = rest.call("GET", "admin/roles?limit=3", null);
        String cursor = first.body().get("next_cursor").asText();
        Rest.Answer second = rest.call("GET", "admin/roles?cursor=" + cursor, null);
        assertThat(first.body().get("items").findValuesAsText("name")).containsExactly("admin", "helpdesk", "operator");
        assertThat(second.body().get("items").findValuesAsText("name")).containsExactly("user");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "422 | {\"permissions\":[]}",
                "422 | {\"name\":\"a:b\",\"permissions\":[]}",
                "422 | {\"name\":\"Auditor\",\"permissions\":[]}",
                "422 | {\"name\":\"auditor\",\"permissions\":[\"everything\"]}",
                "409 | {\"name\":\"helpdesk\",\"permissions\":[]}",
                "409 | {\"name\":\"admin\",\"permissions\":[]}",
            })
    void whatIsNotAcceptableIsRefused(int status, String body) {
        assertThat(add(body).status()).isEqualTo(status);
    }

    @Test
    void aBuiltInRoleStaysAsItIs() {
        assertThat(rest.call("PATCH", "admin/roles/user", "{\"permissions\":[\"*\"]}")
                        .status())
                .isEqualTo(409);
        assertThat(rest.call("DELETE", "admin/roles/operator", null).status()).isEqualTo(409);
    }

    @Test
    void nobodyGivesOrTakesWhatTheyDoNotHave() {
        Rest some = new Rest(resource, Rest.asking(Optional.of(admin), Set.of("roles:*", "links:*")));

        assertThat(some.call("POST", "admin/roles", "{\"name\":\"one\",\"permissions\":[\"links:read\"]}")
                        .status())
                .isEqualTo(201);
        Rest.Answer refused =
                some.call("POST", "admin/roles", "{\"name\":\"two\",\"permissions\":[\"links:*\",\"*\"]}");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.headers().get("WWW-Authenticate")).contains("scope=\"*\"");
        assertThat(some.call("PATCH", "admin/roles/one", "{\"permissions\":[\"users:write\"]}")
                        .status())
                .isEqualTo(403);
        assertThat(some.call("PATCH", "admin/roles/helpdesk", "{\"permissions\":[]}")
                        .status())
                .isEqualTo(403);
        assertThat(some.call("DELETE", "admin/roles/helpdesk", null).status()).isEqualTo(403);
    }

    private Rest.Answer add(String body) {
        return rest.call("POST", "admin/roles", body);
    }
}
