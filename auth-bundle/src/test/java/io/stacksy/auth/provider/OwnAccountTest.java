package io.stacksy.auth.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.deploy.Actor;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What people do about their own account: make it, change its password, see and end its sessions. */
class OwnAccountTest {
    private final Fixture fixture = new Fixture();
    private final Account ada = fixture.account("ada", "user");
    private final Rest password = new Rest(
            new PasswordResource(new PasswordChange(
                    fixture.accounts, fixture.check, fixture.rules, fixture.passwords, fixture.standing)),
            Optional.of(ada));
    private final Rest sessions = new Rest(
            new SessionsResource(new OwnSessions(fixture.sessions, fixture.standing), fixture.authenticator),
            Optional.of(ada));

    @Test
    void whoRegistersIsAUserAndCanSignIn() {
        Rest.Answer answer = register(true, "{\"username\":\"Bea\",\"password\":\"long enough\"}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body().get("roles")).hasToString("[\"user\"]");
        assertThat(answer.body().get("enabled").asBoolean()).isTrue();
        assertThat(fixture.signIn.login("bea", "long enough", Fixture.CLIENT).refresh())
                .isNotEmpty();
        assertThat(register(true, "{\"username\":\"bea\",\"password\":\"long enough\"}")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void whereRegistrationIsClosedNobodyRegisters() {
        Rest.Answer answer = register(false, "{\"username\":\"Bea\",\"password\":\"long enough\"}");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body().get("detail").asText())
                .isEqualTo("registration is closed on this node; ask an administrator for an account");
        assertThat(fixture.accounts.credentials(new Username("bea"))).isEmpty();
    }

    @Test
    void aRegistrationIsCheckedAsAnyAccountIs() {
        assertInvalid(register(true, "{\"username\":\"bea\"}"), "password");
        assertInvalid(register(true, "{\"password\":\"long enough\"}"), "username");
        assertNoPassword(register(true, "{\"username\":\"bea\",\"password\":\"Password123\"}"), "password");
        assertInvalid(register(true, "{\"username\":\"b b\",\"password\":\"long enough\"}"), "username");
    }

    @Test
    void theNewPasswordHoldsAndTheOldOneDoesNot() {
        assertThat(change(Fixture.password("ada"), "another one 🔑").status()).isEqualTo(204);

        assertThat(fixture.signIn.login("ada", "another one 🔑", Fixture.CLIENT).refresh())
                .isNotEmpty();
        assertInvalid(change(Fixture.password("ada"), "yet another one"), "current_password");
    }

    @Test
    void aNewPasswordHasToBeAcceptableAndTheOldOneRight() {
        assertNoPassword(change(Fixture.password("ada"), "short"), "new_password");
        assertNoPassword(change(Fixture.password("ada"), "PASSWORD123"), "new_password");
        assertInvalid(change("", "another one"), "current_password");
        assertNoPassword(change("x".repeat(1 << 20), "another one"), "current_password");
        assertInvalid(change("wrong", "another one"), "current_password");
        assertThat(fixture.failures.lines()).containsExactly("ada");
    }

    @Test
    void aPasswordIsNotGuessedByChangingIt() {
        for (int i = 0; i < Tally.FREE_HERE; i++) {
            assertInvalid(change("wrong", "another one"), "current_password");
        }
        Rest.Answer answer = change(Fixture.password("ada"), "another one");
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.headers()).containsEntry("Retry-After", "1");
    }

    @Test
    void anAccountThatIsGoneHasNoPasswordToChange() {
        assertThat(fixture.accounts.remove(ada.id(), Actor.node("test"))).isInstanceOf(Accounts.Outcome.Done.class);
        assertThat(change(Fixture.password("ada"), "another one").status()).isEqualTo(401);
    }

    @Test
    void onesSessionsAreListedWithTheirDevice() {
        SignIn.Tokens first = fixture.login("ada");
        SignIn.Tokens second = fixture.login("ada");
        Rest.Answer answer = list("", second);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().get("items")).hasSize(2);
        assertThat(answer.body().get("items").findValuesAsText("current")).containsExactly("false", "true");
        assertThat(answer.body().get("items").get(0))
                .hasToString("{\"id\":\"" + session(first) + "\",\"created_at\":\"2026-11-23T12:00:00Z\","
                        + "\"expires_at\":\"2026-11-30T12:00:00Z\",\"last_used_at\":\"2026-11-23T12:00:00Z\","
                        + "\"user_agent\":\"test\",\"address\":\"192.0.2.1\",\"current\":false}");
        String cursor = list("?limit=1", second).body().get("next_cursor").asText();
        assertThat(list("?cursor=" + cursor, second).body().get("items").findValuesAsText("id"))
                .containsExactly(session(second));
        assertThat(list("?limit=0", second).status()).isEqualTo(422);
        assertThat(list("?cursor=x", second).status()).isEqualTo(422);
        assertThat(list("/" + session(first), second).body().get("id").asText()).isEqualTo(session(first));
    }

    @Test
    void aSessionIsEndedByItsOwnerAndNobodyElse() {
        fixture.account("bea", "user");
        SignIn.Tokens first = fixture.login("ada");
        SignIn.Tokens second = fixture.login("ada");
        SignIn.Tokens other = fixture.login("bea");

        String id = session(first);
        assertThat(end("/" + id, other).status()).isEqualTo(404);
        assertThat(list("/" + id, other).status()).isEqualTo(404);
        assertThat(end("/nothing", second).status()).isEqualTo(404);
        assertThat(end("/" + id, second).status()).isEqualTo(204);
        assertThat(end("/" + id, second).status()).isEqualTo(404);
        assertThat(end("", first).status()).isEqualTo(401);

        assertThat(end("", second).status()).isEqualTo(204);
        assertThat(list("", second).status()).isEqualTo(401);
        assertThat(list("", other).status()).isEqualTo(200);
    }

    @Test
    void whoIsInNoSessionSeesNone() {
        assertThat(sessions.call("GET", "auth/sessions", null).status()).isEqualTo(403);
    }

    private Rest.Answer register(boolean open, String body) {
        return new Rest(
                        new RegisterResource(new Registration(
                                open,
                                fixture.accounts,
                                fixture.passwords,
                                fixture.rules,
                                fixture.secrets,
                                fixture.clock)),
                        Optional.empty())
                .call("POST", "auth/register", body);
    }

    private Rest.Answer change(String present, String next) {
        return password.call(
                "PUT", "auth/password", "{\"current_password\":\"" + present + "\",\"new_password\":\"" + next + "\"}");
    }

    private Rest.Answer list(String rest, SignIn.Tokens tokens) {
        return sessions.call("GET", "auth/sessions" + rest, null, "Authorization", bearer(tokens));
    }

    private Rest.Answer end(String rest, SignIn.Tokens tokens) {
        return sessions.call("DELETE", "auth/sessions" + rest, null, "Authorization", bearer(tokens));
    }

    private String session(SignIn.Tokens tokens) {
        return fixture.verifier.verify(tokens.access().token()).session().toString();
    }

    private static String bearer(SignIn.Tokens tokens) {
        return "Bearer " + tokens.access().token();
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
