package io.stacksy.auth.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AuthResourceTest {
    private final Fixture fixture = new Fixture();
    private final Account ada = fixture.account("ada", "user");
    private final Rest rest = new Rest(
            new AuthResource(
                    fixture.signIn, fixture.accounts, fixture.authenticator, fixture.authorizer, fixture.apiKeys),
            Optional.of(ada));

    @Test
    void signingInAnswersWithTokens() {
        Rest.Answer answer = login("ada", Fixture.password("ada"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(fixture.sessions.openedFrom).isEqualTo("192.0.2.1");
        assertThat(answer.headers()).containsEntry("Cache-Control", "no-store");
        assertThat(answer.body().fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("access_token", "token_type", "expires_in", "refresh_token");
        assertThat(answer.body().get("token_type").asText()).isEqualTo("Bearer");
        assertThat(answer.body().get("expires_in").asLong()).isEqualTo(600);
    }

    @Test
    void s11UnknownUserAndWrongPasswordAreAnsweredAlike() {
        Rest.Answer wrong = login("ada", "wrong");
        Rest.Answer unknown = login("nobody", "wrong");

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(unknown).isEqualTo(wrong);
    }

    @Test
    void whatIsMissingIsNamed() {
        assertInvalid(rest.call("POST", "auth/login", "{\"username\":\"ada\"}"), "password");
        assertInvalid(rest.call("POST", "auth/login", "{\"username\":\"\",\"password\":\"x\"}"), "username");
        assertInvalid(rest.call("POST", "auth/refresh", "{}"), "refresh_token");
        assertInvalid(rest.call("POST", "auth/logout", "{}"), "refresh_token");
        assertThat(rest.call("POST", "auth/login", null).status()).isEqualTo(400);
    }

    @Test
    void s13AHugePasswordIsRefusedBeforeItIsHashed() {
        assertNoPassword(login("ada", "x".repeat(1 << 20)), "password");
        assertThat(fixture.failures.lines()).isEmpty();
    }

    @Test
    void tokensAreRenewedAndASpentOneIsRefused() {
        String first = login("ada", Fixture.password("ada"))
                .body()
                .get("refresh_token")
                .asText();
        Rest.Answer renewed = refresh(first);

        assertThat(renewed.status()).isEqualTo(200);
        assertThat(renewed.body().get("refresh_token").asText()).isNotEqualTo(first);
        assertThat(refresh(first).status()).isEqualTo(401);
        assertThat(refresh(renewed.body().get("refresh_token").asText()).status())
                .isEqualTo(401);
    }

    @Test
    void logoutTakesEitherToken() {
        Rest.Answer one = login("ada", Fixture.password("ada"));
        Rest.Answer two = login("ada", Fixture.password("ada"));
        String refresh = one.body().get("refresh_token").asText();

        assertThat(rest.call("POST", "auth/logout", "{\"refresh_token\":\"" + refresh + "\"}")
                        .status())
                .isEqualTo(204);
        assertThat(rest.call("POST", "auth/logout", null, "Authorization", bearer(two))
                        .status())
                .isEqualTo(204);
        assertThat(rest.call("POST", "auth/logout", null, "Authorization", bearer(two))
                        .status())
                .isEqualTo(401);
        assertThat(refresh(refresh).status()).isEqualTo(401);
        assertThat(refresh(two.body().get("refresh_token").asText()).status()).isEqualTo(401);
    }

    @Test
    void oneSeesOneself() {
        Rest.Answer answer = rest.call("GET", "auth/me", null);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .hasToString("{\"id\":\"" + ada.id()
                        + "\",\"username\":\"ada\",\"roles\":[\"user\"],\"permissions\":[\"links:*\"]}");
    }

    @Test
    void busyAndAwayComeWithATimeToRetry() {
        Rest empty = new Rest(
                new AuthResource(
                        new SignIn(
                                new PasswordCheck(
                                        fixture.accounts,
                                        new Passwords(Fixture.CHEAP, fixture.secrets, 0, Duration.ZERO),
                                        fixture.failures,
                                        fixture.master),
                                fixture.sessions,
                                fixture.keys,
                                fixture.accessTokens,
                                fixture.standing,
                                fixture.secrets,
                                fixture.clock,
                                Fixture.SESSION_TTL),
                        fixture.accounts,
                        fixture.authenticator,
                        fixture.authorizer,
                        fixture.apiKeys),
                Optional.empty());
        Rest.Answer answer = empty.call("POST", "auth/login", "{\"username\":\"ada\",\"password\":\"x\"}");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers()).containsEntry("Retry-After", "1");
    }

    @Test
    void thePublicKeysAreShown() {
        Rest keys = new Rest(new KeysResource(fixture.keys), Optional.empty());
        Rest.Answer answer = keys.call("GET", ".well-known/jwks.json", null);

        assertThat(answer.headers()).containsEntry("Cache-Control", "public, max-age=300");
        assertThat(answer.body().get("keys")).hasSize(1);
        assertThat(answer.body().get("keys").get(0).fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("kty", "use", "alg", "kid", "n", "e");
        assertThat(answer.body().get("keys").get(0).get("e").asText()).isEqualTo("AQAB");
        assertThat(answer.body().get("keys").get(0).get("n").asText()).hasSize(342);
    }

    private Rest.Answer login(String username, String password) {
        return rest.call("POST", "auth/login", "{\"username\":\"" + username + "\",\"password\":\"" + password + "\"}");
    }

    private Rest.Answer refresh(String token) {
        return rest.call("POST", "auth/refresh", "{\"refresh_token\":\"" + token + "\"}");
    }

    private static String bearer(Rest.Answer login) {
        return "Bearer " + login.body().get("access_token").asText();
    }

    private static void assertNoPassword(Rest.Answer answer, String field) {
        assertRefused(400, answer, field);
    }

    private static void assertInvalid(Rest.Answer answer, String field) {
        assertRefused(422, answer, field);
    }

    private static void assertRefused(int status, Rest.Answer answer, String field) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body().get("errors").get(0).get("field").asText()).isEqualTo(field);
    }
}
