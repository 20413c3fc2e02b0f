package io.stacksy.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.smoke.Api.Answer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Sign-in, and who may do what. */
class AuthIT {
    private static Node node;
    private static Api admin;
    private static Api anonymous;

    @BeforeAll
    static void start() {
        node = Node.on(Data.used("auth")).ready();
        admin = node.admin();
        anonymous = admin.anonymous();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void aLoginAnswersWithAnAccessTokenOfTheStandardsForm() {
        Answer login = login("admin", node.adminPassword());
        assertThat(login.status()).isEqualTo(200);
        assertThat(login.at("token_type")).isEqualTo("Bearer");
        assertThat(login.body().path("expires_in").asInt()).isEqualTo(600);
        assertThat(login.at("refresh_token")).isNotEmpty();
        String[] parts = login.at("access_token").split("\\.", -1);
        assertThat(decoded(parts[0])).contains("\"typ\":\"at+jwt\"", "\"alg\":\"RS256\"", "\"kid\":");
        assertThat(decoded(parts[1])).contains("iss", "sub", "aud", "exp", "iat", "nbf", "jti", "sid", "client_id");

        Answer keys = anonymous.get("/.well-known/jwks.json");
        assertThat(keys.body().path("keys").get(0).path("kty").asText()).isEqualTo("RSA");
        assertThat(keys.text()).doesNotContain("\"d\":");
    }

    @Test
    void aWrongPasswordAndAnUnknownUserLookTheSame() {
        Answer wrong = login("admin", "wrong-password");
        Answer unknown = login("nobody", "wrong-password");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(unknown.status()).isEqualTo(401);
        assertThat(wrong.at("detail")).isEqualTo(unknown.at("detail"));
    }

    @Test
    void aForgedTokenIsRefusedWhicheverWayItIsForged() {
        String token = login("admin", node.adminPassword()).at("access_token");
        String[] parts = token.split("\\.", -1);
        String none = encoded("{\"alg\":\"none\",\"typ\":\"at+jwt\"}") + "." + parts[1] + ".";
        for (String forged : new String[] {
            none,
            parts[0] + "." + parts[1] + ".",
            parts[0] + "." + parts[1] + "." + encoded("x".repeat(64)),
            "x",
            "a.b.c"
        }) {
            Answer answer = anonymous.withToken(forged).get("/auth/me");
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate")).contains("invalid_token");
        }
    }

    @Test
    void aRefreshTokenIsSpentByItsUseAndItsReuseEndsTheSession() {
        Answer login = login("admin", node.adminPassword());
        Answer next = refresh(login.at("refresh_token"));
        assertThat(next.status()).isEqualTo(200);
        assertThat(anonymous.withToken(next.at("access_token")).get("/auth/me").status())
                .isEqualTo(200);

        assertThat(refresh(login.at("refresh_token")).status()).isEqualTo(401);
        assertThat(refresh(next.at("refresh_token")).status()).isEqualTo(401);
        assertThat(anonymous.withToken(next.at("access_token")).get("/auth/me").status())
                .isEqualTo(401);
    }

    @Test
    void anOperatorMayDeployAndAUserMayNot() {
        account("olga", "operator");
        account("ulf", "user");
        Api operator = anonymous.login("olga", "a long enough word");
        Api user = anonymous.login("ulf", "a long enough word");

        assertThat(operator.get("/admin/tools").status()).isEqualTo(200);
        assertThat(operator.deploy(ToolJar.of("byolga", "1.0.0").write()).status())
                .isEqualTo(201);
        assertThat(operator.get("/admin/users").status()).isEqualTo(403);
        assertThat(user.get("/admin/tools").status()).isEqualTo(403);
        assertThat(user.deploy(ToolJar.of("byulf", "1.0.0").write()).status()).isEqualTo(403);
        assertThat(user.post("/api/byolga/names", "{\"first_name\":\"Ulf\"}").status())
                .isEqualTo(200);
        assertThat(anonymous.get("/admin/tools").status()).isEqualTo(401);
    }

    private static void account(String name, String role) {
        Answer created = admin.post(
                "/admin/users",
                "{\"username\":\"%s\",\"password\":\"a long enough word\",\"roles\":[\"%s\"]}".formatted(name, role));
        assertThat(created.status()).as(created.toString()).isEqualTo(201);
    }

    private static Answer login(String username, String password) {
        return anonymous.post("/auth/login", "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(username, password));
    }

    private static Answer refresh(String token) {
        return anonymous.post("/auth/refresh", "{\"refresh_token\":\"" + token + "\"}");
    }

    private static String decoded(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
