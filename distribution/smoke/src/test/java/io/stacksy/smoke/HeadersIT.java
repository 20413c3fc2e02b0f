package io.stacksy.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stacksy.smoke.Neighbour.Reply;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the node believes of what a request says about where it comes from and who sent it. */
class HeadersIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String WRONG = "not the password";

    private static Node node;
    private static Neighbour stranger;
    private static Neighbour proxy;

    @BeforeAll
    static void start() {
        node = Node.on(Data.used("headers"))
                .with("STACKSY_TRUSTED_PROXIES", "127.0.8.0/24, 10.0.0.0/8")
                .ready();
        stranger = new Neighbour(node.uri(), "127.0.9.1");
        proxy = new Neighbour(node.uri(), "127.0.8.1");
        assertThat(node.admin().deploy(ToolJar.of("hello", "1.0.0").write()).status())
                .isEqualTo(201);
    }

    private static void account(String username) {
        String body = "{\"username\":\"" + username + "\",\"password\":\"a long enough password\"}";
        assertThat(node.admin().post("/admin/users", body).status()).isEqualTo(201);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.9.1", "127.0.8.1"})
    void statement21_aToolSeesNothingThatPassesForTheGateway(String address) throws IOException {
        Reply told = new Neighbour(node.uri(), address)
                .with(
                        "X-User: evil",
                        "x-user-roles: evil",
                        "X-Internal-Token: evil",
                        "X-Tool-Context: evil",
                        "X-Forwarded-For: 192.0.2.66",
                        "X-Forwarded-Host: evil",
                        "Forwarded: for=evil",
                        "X-Harmless: good")
                .get("/api/hello/told");
        assertThat(told.status()).isEqualTo(200);
        assertThat(told.body()).doesNotContain("evil", "192.0.2.66").contains("good");
        assertThat(JSON.readTree(told.body()).at("/base").asText()).isEqualTo(node.uri() + "/api/hello/");
    }

    /** Nothing but a credential makes a caller: what a tool sends along is as good as what anybody does. */
    @Test
    void statement21_aForgedContextMakesNobodyACaller() {
        Reply refused = stranger.with(
                        "X-User: admin", "X-User-Roles: admin", "X-Tool-Context: admin", "X-Internal-User: admin")
                .get("/admin/tools");
        assertThat(refused.status()).isEqualTo(401);
    }

    @Test
    void statement22_whatAStrangerSaysOfItselfIsIgnored() throws IOException {
        Reply reply = stranger.with("X-Forwarded-For: 192.0.2.66", "X-Forwarded-Proto: https")
                .get("/api/hello/told");
        assertThat(reply.body()).contains("\"base\":\"http://");
        assertThat(client(reply)).isEqualTo("127.0.9.1");
        account("mallory");
        for (int i = 0; i < 5; i++) {
            stranger.with("X-Forwarded-For: 192.0.2." + i).login("mallory", WRONG);
        }
        assertThat(stranger.with("X-Forwarded-For: 192.0.2.7")
                        .login("mallory", WRONG)
                        .status())
                .isEqualTo(429);
        assertThat(auditedAddress("mallory")).isEqualTo("127.0.9.1");
    }

    @Test
    void statement22_aTrustedProxyIsBelievedUpToTheFirstStranger() throws IOException {
        String chain = "X-Forwarded-For: 198.51.100.1, 192.0.2.9, 10.1.2.3";
        Reply reply = proxy.with(chain, "X-Forwarded-Proto: https").get("/api/hello/told");
        assertThat(reply.body()).contains("\"base\":\"https://");
        assertThat(client(reply)).isEqualTo("192.0.2.9");

        account("trudy");
        for (int i = 0; i < 5; i++) {
            proxy.with("X-Forwarded-For: 198.51.100." + i + ", 192.0.2.9, 10.1.2.3")
                    .login("trudy", WRONG);
        }
        assertThat(proxy.with(chain).login("trudy", WRONG).status()).isEqualTo(429);
        assertThat(auditedAddress("trudy")).isEqualTo("192.0.2.9");
        assertThat(proxy.with("X-Forwarded-For: 192.0.2.10")
                        .login("trudy", WRONG)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void statement23_aRequestIdIsTheCallersWhereItIsSafe() {
        assertThat(stranger.with("X-Request-Id: abc-123.X_y").get("/api/hello/").header("X-Request-Id"))
                .isEqualTo("abc-123.X_y");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "${jndi:ldap://x}", "{\"level\":\"error\"}", "a\\nb", "x\tx", "ä", "'--"})
    void statement23_anUnsafeRequestIdIsReplaced(String id) {
        replaced(id);
    }

    @Test
    void statement23_aHugeRequestIdIsReplaced() {
        replaced("x".repeat(129));
        replaced("x".repeat(10 * 1024));
    }

    @Test
    void statement23_aBrokenHeaderMakesNoLineOfItsOwn() {
        Reply reply = stranger.with("X-Request-Id: first\r\n {\"message\":\"forged\"}")
                .get("/api/hello/");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(node.output()).noneMatch(line -> line.contains("forged"));
    }

    private static void replaced(String id) {
        Reply reply = stranger.with("X-Request-Id: " + id).get("/api/hello/");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("X-Request-Id")).matches("[0-9a-f]{32}");
        assertThat(line(reply).path("message").isTextual()).isTrue();
        assertThat(node.output()).allSatisfy(line -> assertThat(line).doesNotContain(id));
    }

    /** The address in the access log. */
    private static String client(Reply reply) {
        return line(reply).path("client").asText();
    }

    /** The one line of the access log about a request. */
    private static JsonNode line(Reply reply) {
        String id = reply.header("X-Request-Id");
        Eventually.is("the line of request " + id, () -> node.output().stream()
                .anyMatch(line -> line.contains(id) && line.contains("duration_ms")));
        List<String> lines = node.output().stream()
                .filter(line -> line.contains(id) && line.contains("duration_ms"))
                .toList();
        assertThat(lines).hasSize(1);
        try {
            return JSON.readTree(lines.get(0));
        } catch (IOException e) {
            throw new AssertionError("not one JSON object: " + lines.get(0), e);
        }
    }

    private static String auditedAddress(String username) {
        return node
                .admin()
                .get("/admin/audit?action=login&actor=anonymous&limit=200")
                .body()
                .path("items")
                .findParents("target")
                .stream()
                .filter(line -> line.path("target").asText().equals(username))
                .findFirst()
                .orElseThrow()
                .path("address")
                .asText();
    }
}
