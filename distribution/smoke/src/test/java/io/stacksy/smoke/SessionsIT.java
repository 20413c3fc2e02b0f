package io.stacksy.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.stacksy.smoke.Api.Answer;
import io.stacksy.smoke.Neighbour.Reply;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Accounts and sessions. Tests are named after what they prove, by number. */
class SessionsIT {
    private static Node node;
    private static Api anonymous;
    private static People people;

    @BeforeAll
    static void start() {
        node = Node.on(Data.used("sessions"))
                .with("STACKSY_REGISTRATION", "open")
                .ready();
        anonymous = new Api(node.uri());
        people = new People(node);
    }

    @AfterAll
    static void stop() {
        assertThat(node.stop()).isZero();
        node.close();
    }

    @Test
    void statement08_anOldRefreshTokenUsedAgainEndsTheFamilyAndThatSurvivesARestart() {
        Path data = Data.used("reuse");
        Answer dead;
        Answer alive;
        try (Node first = Node.on(data).ready()) {
            People before = new People(first);
            Answer login = before.loginAdmin();
            dead = before.refresh(login);
            assertThat(dead.status()).isEqualTo(200);
            assertThat(before.refresh(login).status()).isEqualTo(401);
            assertThat(before.refresh(dead).status()).isEqualTo(401);
            assertThat(before.me(dead).status()).isEqualTo(401);
            alive = before.loginAdmin();
            JsonNode line = first.admin()
                    .get("/admin/audit?action=refresh.reuse")
                    .body()
                    .at("/items/0");
            assertThat(line.path("target").asText()).isEqualTo("admin");
            assertThat(line.path("result").asText()).isEqualTo("refused");
            assertThat(line.path("address").asText()).isEqualTo("127.0.0.1");
            first.kill();
        }
        try (Node again = Node.on(data).ready()) {
            People after = new People(again);
            assertThat(after.refresh(dead).status()).isEqualTo(401);
            assertThat(after.me(dead).status()).isEqualTo(401);
            assertThat(after.me(alive).status()).isEqualTo(200);
            assertThat(after.refresh(alive).status()).isEqualTo(200);
            assertThat(again.stop()).isZero();
        }
    }

    @Test
    void statement09_ofFiftyRefreshesAtOnceOneSucceeds() {
        for (int round = 0; round < 3; round++) {
            Answer login = people.loginAdmin();
            List<Answer> answers = People.atOnce(50, () -> people.refresh(login));
            assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
            assertThat(answers).allMatch(answer -> answer.status() == 200 || answer.status() == 401);
            // the others have used a spent token, so that the one successor is dead too
            Answer successor = answers.stream()
                    .filter(answer -> answer.status() == 200)
                    .findFirst()
                    .orElseThrow();
            assertThat(people.refresh(successor).status()).isEqualTo(401);
        }
    }

    @Test
    void statement10_nothingIsRefreshedAfterTheEnd() {
        String name = people.register();
        Api admin = node.admin();

        Answer over = people.login(name, People.PASSWORD);
        try (NodeDatabase database = NodeDatabase.of(node)) {
            assertThat(database.update("UPDATE sessions SET expires_at = now() - interval '1 second' WHERE account ="
                            + " (SELECT id FROM accounts WHERE username = '" + name + "')"))
                    .isEqualTo(1);
        }
        assertThat(people.refresh(over).status()).isEqualTo(401);

        Answer left = people.login(name, People.PASSWORD);
        assertThat(anonymous
                        .post("/auth/logout", "{\"refresh_token\":\"" + left.at("refresh_token") + "\"}")
                        .status())
                .isEqualTo(204);
        assertThat(people.refresh(left).status()).isEqualTo(401);
        assertThat(people.me(left).status()).isEqualTo(401);

        Answer one = people.login(name, People.PASSWORD);
        Answer two = people.login(name, People.PASSWORD);
        Answer changed = people.api(one)
                .put(
                        "/auth/password",
                        "{\"current_password\":\"" + People.PASSWORD + "\",\"new_password\":\"another long word\"}");
        assertThat(changed.status()).as(changed.toString()).isEqualTo(204);
        for (Answer ended : List.of(one, two)) {
            assertThat(people.refresh(ended).status()).isEqualTo(401);
            assertThat(people.me(ended).status()).isEqualTo(401);
        }
        assertThat(people.stranger().login(name, People.PASSWORD).status()).isEqualTo(401);

        Answer disabled = people.login(name, "another long word");
        assertThat(admin.patch("/admin/users/" + People.id(disabled), "{\"enabled\":false}")
                        .status())
                .isEqualTo(200);
        assertThat(people.refresh(disabled).status()).isEqualTo(401);
        assertThat(people.me(disabled).status()).isEqualTo(401);
        assertThat(people.stranger().login(name, "another long word").status()).isEqualTo(401);
        assertThat(audit(name))
                .contains(
                        "login " + name + " ok",
                        "logout " + name + " ok",
                        "password.change " + name + " ok",
                        "user.change admin ok",
                        "login anonymous refused");
    }

    @Test
    void statement10_nothingIsLeftOfADeletedAccount() {
        String name = people.register();
        Answer login = people.login(name, People.PASSWORD);
        assertThat(node.admin().delete("/admin/users/" + People.id(login)).status())
                .isEqualTo(204);
        assertThat(people.refresh(login).status()).isEqualTo(401);
        assertThat(people.me(login).status()).isEqualTo(401);
        assertThat(people.stranger().login(name, People.PASSWORD).status()).isEqualTo(401);
        assertThat(audit(name)).contains("user.create anonymous ok", "user.delete admin ok");
    }

    @Test
    void oneSeesAndEndsOnesOwnSessionsAndNobodyElses() {
        String name = people.register();
        String other = people.register();
        Reply phone = people.stranger().login(name, People.PASSWORD);
        Answer here = people.login(name, People.PASSWORD);
        Answer theirs = people.login(other, People.PASSWORD);

        JsonNode sessions = people.api(here).get("/auth/sessions").body().path("items");
        assertThat(sessions).hasSize(2);
        assertThat(sessions.get(0).path("current").asBoolean()).isTrue();
        assertThat(sessions.get(0).path("user_agent").asText()).startsWith("Java-http-client");
        assertThat(sessions.get(0).path("address").asText()).isEqualTo("127.0.0.1");
        assertThat(sessions.get(1).path("current").asBoolean()).isFalse();
        assertThat(sessions.get(1).path("user_agent").asText()).isEqualTo("neighbour");
        assertThat(sessions.get(1).path("address").asText()).startsWith("127.");
        assertThat(sessions.get(1).path("last_used_at").asText()).endsWith("Z");

        String id = sessions.get(1).path("id").asText();
        assertThat(people.api(theirs).get("/auth/sessions/" + id).status()).isEqualTo(404);
        assertThat(people.api(theirs).delete("/auth/sessions/" + id).status()).isEqualTo(404);
        assertThat(anonymous.withToken(phone.at("access_token")).get("/auth/me").status())
                .isEqualTo(200);
        assertThat(people.api(here).delete("/auth/sessions/" + id).status()).isEqualTo(204);
        assertThat(anonymous.withToken(phone.at("access_token")).get("/auth/me").status())
                .isEqualTo(401);
        assertThat(people.refresh(phone.at("refresh_token")).status()).isEqualTo(401);
        assertThat(people.api(here).delete("/auth/sessions/" + id).status()).isEqualTo(404);

        assertThat(people.api(here).delete("/auth/sessions").status()).isEqualTo(204);
        assertThat(people.me(here).status()).isEqualTo(401);
        assertThat(people.me(theirs).status()).isEqualTo(200);
        assertThat(anonymous.get("/auth/sessions").status()).isEqualTo(401);
    }

    @Test
    void registrationIsClosedUnlessItIsOpened() {
        String name = people.register();
        Answer taken = people.register(name.toUpperCase(Locale.ROOT), People.PASSWORD);
        assertThat(taken.status()).isEqualTo(409);
        Answer more = anonymous.post(
                "/auth/register",
                "{\"username\":\"" + people.name() + "\",\"password\":\"" + People.PASSWORD
                        + "\",\"roles\":[\"admin\"]}");
        assertThat(more.status()).isEqualTo(400);
        Answer login = people.login(name, People.PASSWORD);
        assertThat(people.me(login).body().path("roles").toString()).isEqualTo("[\"user\"]");
        try (Node closed = Node.on(Data.used("closed")).ready()) {
            Answer refused = new Api(closed.uri())
                    .post("/auth/register", "{\"username\":\"ada\",\"password\":\"" + People.PASSWORD + "\"}");
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.at("detail")).contains("registration is closed");
        }
    }

    private static List<String> audit(String target) {
        List<String> lines = new ArrayList<>();
        for (JsonNode line : node.admin().get("/admin/audit?limit=200").body().path("items")) {
            if (line.path("target").asText().equals(target)) {
                lines.add(
                        line.path("action").asText() + " " + line.path("actor").asText() + " "
                                + line.path("result").asText());
            }
        }
        return lines;
    }
}
