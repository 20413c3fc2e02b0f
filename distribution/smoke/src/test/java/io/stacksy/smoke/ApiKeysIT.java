package io.stacksy.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.stacksy.smoke.Api.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** API keys and service accounts. */
class ApiKeysIT {
    private static final String PASSWORD = "a long enough word";
    private static Node node;
    private static Api admin;
    private static Api anonymous;
    private static Api user;

    @BeforeAll
    static void start() {
        node = Node.on(Data.used("keys")).ready();
        admin = node.admin();
        anonymous = admin.anonymous();
        user = account("ulf", "user");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void statement16AKeyWithOneCharacterChangedIsRefused() {
        String key = key(user, "*").at("key");
        assertThat(key).matches("sk_[0-9A-Za-z]+_[0-9A-Za-z]{49}");
        assertThat(anonymous.withToken(key).get("/auth/me").status()).isEqualTo(200);
        for (int i = 0; i < key.length(); i++) {
            String changed = key.substring(0, i) + (key.charAt(i) == '7' ? '8' : '7') + key.substring(i + 1);
            Answer refused = anonymous.withToken(changed).get("/auth/me");
            assertThat(refused.status()).as(changed).isEqualTo(401);
            assertThat(refused.header("WWW-Authenticate"))
                    .isEqualTo("Bearer realm=\"stacksy\", error=\"invalid_token\"");
            assertThat(refused.text()).doesNotContain(changed.substring(20));
        }
    }

    @Test
    void statement16TheSecretOfAKeyIsNowhere() throws IOException {
        Answer made = key(user, "links:read", "links:write");
        List<String> secrets = new ArrayList<>(List.of(secret(made)));
        Answer rotated = user.post("/auth/api-keys/" + made.at("id") + "/rotate", "{}");
        secrets.add(secret(rotated));
        Api api = anonymous.withToken(rotated.at("key"));
        assertThat(api.post("/api/links", "{\"url\":\"https://example.org/nowhere\"}")
                        .status())
                .isEqualTo(201);
        assertThat(api.post("/api/links", "{\"url\":7").status()).isEqualTo(400);
        assertThat(api.get("/admin/users").status()).isEqualTo(403);

        String told = admin.get("/admin/audit?limit=200").text()
                + user.get("/auth/api-keys").text()
                + anonymous.get("/metrics").text()
                + String.join("\n", node.output());
        assertThat(told).contains(made.at("id")).doesNotContain(secrets);
        try (Stream<Path> files = Files.walk(node.data())) {
            assertThat(files.filter(Files::isRegularFile).filter(file -> holds(file, secrets)))
                    .isEmpty();
        }
    }

    @Test
    void statement18AKeyWithAScopeToReadCannotWriteAndAUserDoesNotSeeWhatIsAnothers() {
        Api reader = anonymous.withToken(key(user, "links:read").at("key"));
        assertThat(reader.get("/api/links").status()).isEqualTo(200);
        Answer refused = reader.post("/api/links", "{\"url\":\"https://example.org/\"}");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.header("WWW-Authenticate"))
                .isEqualTo("Bearer realm=\"stacksy\", error=\"insufficient_scope\", scope=\"links:write\"");

        Api other = account("vera", "user");
        String code = other.post("/api/links", "{\"url\":\"https://example.org/vera\"}")
                .at("code");
        assertThat(other.get("/api/links/" + code).status()).isEqualTo(200);
        assertThat(user.get("/api/links/" + code).status()).isEqualTo(404);
        assertThat(reader.get("/api/links/" + code).status()).isEqualTo(404);
        String id = key(other, "*").at("id");
        assertThat(user.get("/auth/api-keys/" + id).status()).isEqualTo(404);
        assertThat(user.delete("/auth/api-keys/" + id).status()).isEqualTo(404);
    }

    @Test
    void aKeyNeverGivesMoreThanItsOwnerHas() {
        Api everything = anonymous.withToken(key(user, "*", "tools:read").at("key"));
        assertThat(everything.get("/api/links").status()).isEqualTo(200);
        assertThat(everything.get("/admin/tools").status()).isEqualTo(403);
        assertThat(everything.get("/admin/users").status()).isEqualTo(403);
    }

    @Test
    void whoAsksByAKeyIsToldWhatTheKeyAllows() {
        Api reader = anonymous.withToken(key(user, "links:read", "users:read").at("key"));
        assertThat(reader.get("/auth/me").body().path("permissions")).hasToString("[\"links:read\"]");
    }

    @Test
    void aKeyIsTakenFromEitherHeader() {
        String key = key(user, "*").at("key");
        Answer answer = anonymous.send("GET", "/auth/me", BodyPublishers.noBody(), "", "X-API-Key", key);
        assertThat(answer.at("username")).isEqualTo("ulf");
        assertThat(anonymous.withToken(key).get("/auth/me").at("username")).isEqualTo("ulf");
    }

    @Test
    void theLastUseIsOnRecordSomeSecondsLater() {
        Answer made = key(user, "*");
        assertThat(made.body().path("last_used_at").isNull()).isTrue();
        assertThat(anonymous.withToken(made.at("key")).get("/auth/me").status()).isEqualTo(200);
        Eventually.is("last_used_at of the key", () -> !user.get("/auth/api-keys/" + made.at("id"))
                .body()
                .path("last_used_at")
                .isNull());
    }

    @Test
    void aKeyIsUsedAsOftenAsItMayBe() {
        Answer made = user.post("/auth/api-keys", "{\"name\":\"slow\",\"scopes\":[\"*\"],\"rate_limit\":\"3/m\"}");
        Api slow = anonymous.withToken(made.at("key"));
        for (int i = 0; i < 3; i++) {
            assertThat(slow.get("/auth/me").status()).isEqualTo(200);
        }
        Answer limited = slow.get("/auth/me");
        assertThat(limited.status()).isEqualTo(429);
        assertThat(Integer.parseInt(limited.header("Retry-After"))).isBetween(1, 20);
        assertThat(limited.header("RateLimit-Policy")).isEqualTo("\"key\";q=3;w=60");
    }

    @Test
    void bothSecretsAreGoodWhileARotationOverlaps() {
        Answer made = key(user, "*");
        String path = "/auth/api-keys/" + made.at("id") + "/rotate";
        Answer rotated = user.post(path, "{\"overlap_seconds\":600}");
        assertThat(anonymous.withToken(made.at("key")).get("/auth/me").status()).isEqualTo(200);
        assertThat(anonymous.withToken(rotated.at("key")).get("/auth/me").status())
                .isEqualTo(200);
        Answer again = user.post(path, "{\"overlap_seconds\":0}");
        assertThat(anonymous.withToken(made.at("key")).get("/auth/me").status()).isEqualTo(401);
        assertThat(anonymous.withToken(rotated.at("key")).get("/auth/me").status())
                .isEqualTo(401);
        assertThat(anonymous.withToken(again.at("key")).get("/auth/me").status())
                .isEqualTo(200);
    }

    @Test
    void aKeyMakesNoOtherAndSeesItselfAlone() {
        Answer made = key(user, "*");
        Api byKey = anonymous.withToken(made.at("key"));
        assertThat(byKey.post("/auth/api-keys", "{\"name\":\"more\",\"scopes\":[\"*\"]}")
                        .status())
                .isEqualTo(403);
        JsonNode seen = byKey.get("/auth/api-keys").body().path("items");
        assertThat(seen).hasSize(1);
        assertThat(seen.at("/0/id").asText()).isEqualTo(made.at("id"));
        String next =
                byKey.post("/auth/api-keys/" + made.at("id") + "/rotate", "{}").at("key");
        assertThat(anonymous
                        .withToken(next)
                        .delete("/auth/api-keys/" + made.at("id"))
                        .status())
                .isEqualTo(204);
    }

    @Test
    void aServiceAccountWorksByItsKeyAndInNoOtherWay() {
        Answer robot =
                admin.post("/admin/users", "{\"username\":\"robot\",\"kind\":\"service\",\"roles\":[\"operator\"]}");
        assertThat(robot.status()).as(robot.toString()).isEqualTo(201);
        String path = "/admin/users/" + robot.at("id");
        Answer key = admin.post(path + "/api-keys", "{\"name\":\"deploys\",\"scopes\":[\"tools:*\"]}");
        assertThat(key.status()).as(key.toString()).isEqualTo(201);

        Api byKey = anonymous.withToken(key.at("key"));
        assertThat(byKey.deploy(ToolJar.of("byrobot", "1.0.0").write()).status())
                .isEqualTo(201);
        assertThat(byKey.get("/admin/audit").status()).isEqualTo(403);
        assertThat(anonymous
                        .post("/auth/login", "{\"username\":\"robot\",\"password\":\"\"}")
                        .status())
                .isNotEqualTo(200);
        assertThat(admin.get("/admin/audit?tool=byrobot")
                        .body()
                        .at("/items/0/actor")
                        .asText())
                .isEqualTo("robot");

        assertThat(admin.patch(path, "{\"enabled\":false}").status()).isEqualTo(200);
        assertThat(byKey.get("/admin/tools").status()).isEqualTo(401);
        assertThat(admin.patch(path, "{\"enabled\":true}").status()).isEqualTo(200);
        assertThat(byKey.get("/admin/tools").status()).isEqualTo(200);
        assertThat(admin.patch(path, "{\"roles\":[\"user\"]}").status()).isEqualTo(200);
        assertThat(byKey.get("/admin/tools").status()).isEqualTo(403);
    }

    @Test
    void eachChangeOfAKeyIsInTheAuditTrail() {
        String id = key(user, "links:read").at("id");
        user.post("/auth/api-keys/" + id + "/rotate", "{}");
        user.delete("/auth/api-keys/" + id);
        for (String action : new String[] {"api_key.create", "api_key.rotate", "api_key.revoke"}) {
            Answer lines = admin.get("/admin/audit?limit=200&actor=ulf&action=" + action);
            assertThat(lines.body().path("items")).as(action).anySatisfy(line -> {
                assertThat(line.at("/details/key").asText()).isEqualTo(id);
                assertThat(line.path("target").asText()).isEqualTo("ulf");
                assertThat(line.path("result").asText()).isEqualTo("ok");
            });
        }
    }

    @Test
    void keysAreMadeRotatedAndRevokedByCommand() {
        Cli cli = new Cli(node, user.accessToken());
        Cli.Result made = cli.run("keys", "create", "by command", "--scope", "links:*", "--expires", "1d", "--quiet");
        assertThat(made.code()).as(made.toString()).isZero();
        String key = made.out().strip();
        assertThat(anonymous.withToken(key).get("/api/links").status()).isEqualTo(200);

        String id = key.substring(3, key.lastIndexOf('_'));
        Cli.Result rotated = cli.run("keys", "rotate", id, "--overlap", "0s", "--quiet");
        assertThat(anonymous.withToken(key).get("/api/links").status()).isEqualTo(401);
        Cli byKey = new Cli(node, rotated.out().strip());
        assertThat(byKey.run("keys", "list").out()).contains(id, "by command", "links:*");
        assertThat(byKey.run("keys", "create", "more", "--scope", "*").code()).isEqualTo(4);
        assertThat(cli.run("keys", "revoke", id, "--yes").code()).isZero();
        assertThat(byKey.run("keys", "list").code()).isEqualTo(4);
    }

    private static Api account(String name, String role) {
        Answer created = admin.post(
                "/admin/users",
                "{\"username\":\"%s\",\"password\":\"%s\",\"roles\":[\"%s\"]}".formatted(name, PASSWORD, role));
        assertThat(created.status()).as(created.toString()).isEqualTo(201);
        return anonymous.login(name, PASSWORD);
    }

    private static Answer key(Api owner, String... scopes) {
        Answer made = owner.post(
                "/auth/api-keys",
                "{\"name\":\"a key\",\"scopes\":[\"" + String.join("\",\"", scopes)
                        + "\"],\"expires_at\":\"2099-01-01T00:00:00Z\"}");
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        return made;
    }

    private static String secret(Answer made) {
        return made.at("key").substring(16, 59);
    }

    private static boolean holds(Path file, List<String> texts) {
        try {
            String content = Files.readString(file, StandardCharsets.ISO_8859_1);
            return texts.stream().anyMatch(content::contains);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
