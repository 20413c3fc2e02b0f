package io.stacksy.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.smoke.Api.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is changed by one node holds on another of the same database: at once, or within five seconds. */
class TwoNodesIT {
    private static final String PASSWORD = "a long enough word";
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration AFTERWARDS = Duration.ofSeconds(1);
    private static final Duration BETWEEN = Duration.ofMillis(100);
    private static final AtomicInteger NAMES = new AtomicInteger();

    private static Node one;
    private static Node other;
    private static Api here;
    private static Api there;

    @BeforeAll
    static void start() throws IOException {
        one = Node.on(Data.used("one-node")).ready();
        Path data = Data.empty("other-node");
        Files.copy(one.data().resolve("master-key"), data.resolve("master-key"));
        other = Node.on(data)
                .withoutClassArchive()
                .with("STACKSY_DATABASE_URL", "jdbc:postgresql://127.0.0.1:" + text("postgres-port") + "/stacksy")
                .with("STACKSY_DATABASE_USER", "stacksy")
                .with("STACKSY_DATABASE_PASSWORD", text("postgres-password"))
                .ready();
        here = new Api(one.uri());
        there = new Api(other.uri());
    }

    private static String text(String file) throws IOException {
        return Files.readString(one.data().resolve(file)).strip();
    }

    @AfterAll
    static void stop() {
        other.close();
        one.close();
    }

    @Test
    void statement07_aRevokedSigningKeyIsRefusedAndItsSuccessorTakenOnTheOtherNode() {
        String stolen = login(account("user")).at("access_token");
        assertThat(me(there, stolen)).isEqualTo(200);
        Answer rotated = one.admin().post("/admin/keys/rotate", "{\"revoke\":\"" + Forgery.kid(stolen) + "\"}");
        assertThat(rotated.status()).as(rotated.toString()).isEqualTo(200);
        assertThat(me(there, one.admin().accessToken())).isEqualTo(200);
        becomes(401, () -> me(there, stolen));
        assertThat(me(there, one.admin().accessToken())).isEqualTo(200);
        String fromThere = there.login("admin", one.adminPassword()).accessToken();
        assertThat(me(here, fromThere)).isEqualTo(200);
    }

    @Test
    void statement07_aKeyThatHasToSignBeforeTheOtherNodeHasReadOfItHoldsThereAtOnce() {
        for (int i = 0; i < 3; i++) { // faster than keys are read, and each time there is no older one to sign with
            String kid = Forgery.kid(one.admin().accessToken());
            Answer rotated = one.admin().post("/admin/keys/rotate", "{\"revoke\":\"" + kid + "\"}");
            assertThat(rotated.status()).as(rotated.toString()).isEqualTo(200);
            assertThat(me(there, one.admin().accessToken())).isEqualTo(200);
        }
    }

    @Test
    void statement08_aRefreshTokenUsedAgainEndsTheAccessTokensOnTheOtherNode() {
        Answer login = login(account("user"));
        Answer newer = refresh(here, login);
        assertThat(me(there, newer.at("access_token"))).isEqualTo(200);
        assertThat(refresh(there, login).status()).as("used again, elsewhere").isEqualTo(401);
        assertThat(refresh(here, newer).status()).isEqualTo(401);
        becomes(401, () -> me(here, newer.at("access_token")));
        becomes(401, () -> me(there, newer.at("access_token")));
    }

    @Test
    void statement12_theDelayOfGuessingIsSharedByAllNodes() {
        String name = account("user");
        Neighbour guesser = new Neighbour(one.uri(), "127.0.9.12");
        for (int i = 0; i < 5; i++) {
            guesser.login(name, "guess");
        }
        assertThat(guesser.login(name, PASSWORD).status()).isEqualTo(429);
        assertThat(new Neighbour(other.uri(), "127.0.9.12")
                        .login(name, PASSWORD)
                        .status())
                .isEqualTo(429);
        assertThat(new Neighbour(other.uri(), "127.0.9.13")
                        .login(name, PASSWORD)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void statement17_aKeyThatIsRevokedOnOneNodeIsRefusedOnTheOtherAndNeverTakenAgain() {
        Api owner = here.withToken(login(account("user")).at("access_token"));
        Answer key = owner.post("/auth/api-keys", "{\"name\":\"a key\",\"scopes\":[\"*\"]}");
        assertThat(key.status()).as(key.toString()).isEqualTo(201);
        assertThat(me(there, key.at("key"))).isEqualTo(200);
        assertThat(owner.delete("/auth/api-keys/" + key.at("id")).status()).isEqualTo(204);
        assertThat(me(here, key.at("key"))).isEqualTo(401);
        becomes(401, () -> me(there, key.at("key")));
    }

    @Test
    void statement20_aRoleThatIsTakenAwayIsGoneOnTheOtherNode() {
        String name = account("operator");
        Api operator = there.withToken(login(name).at("access_token"));
        assertThat(operator.get("/admin/tools").status()).isEqualTo(200);
        String id = one.admin()
                .get("/admin/users?username=" + name)
                .body()
                .at("/items/0/id")
                .asText();
        assertThat(one.admin()
                        .patch("/admin/users/" + id, "{\"roles\":[\"user\"]}")
                        .status())
                .isEqualTo(200);
        becomes(403, () -> operator.get("/admin/tools").status());
    }

    @Test
    void aSettingThatAnOperatorChangesHoldsOnTheOtherNode() {
        String path = "/admin/settings/CORS_ORIGINS";
        Neighbour page = new Neighbour(other.uri(), "127.0.9.14").with("Origin: https://app.example.org");
        IntSupplier allowed =
                () -> page.get("/health/live").headers().containsKey("Access-Control-Allow-Origin") ? 1 : 0;
        assertThat(allowed.getAsInt()).isZero();
        assertThat(one.admin()
                        .put(path, "{\"value\":\"https://app.example.org\"}")
                        .status())
                .isEqualTo(200);
        becomes(1, allowed);
        assertThat(there.login("admin", one.adminPassword()).get(path).at("source"))
                .isEqualTo("operator");
        assertThat(there.login("admin", one.adminPassword()).delete(path).status())
                .isEqualTo(200);
        assertThat(allowed.getAsInt()).isZero();
    }

    /** Within five seconds, and it stays so. */
    private static void becomes(int expected, IntSupplier status) {
        long begun = System.nanoTime();
        while (status.getAsInt() != expected) {
            assertThat(System.nanoTime() - begun).isLessThan(LIMIT.toNanos());
            LockSupport.parkNanos(BETWEEN.toNanos());
        }
        long reached = System.nanoTime();
        while (System.nanoTime() - reached < AFTERWARDS.toNanos()) {
            assertThat(status.getAsInt()).isEqualTo(expected);
            LockSupport.parkNanos(BETWEEN.toNanos());
        }
    }

    /** Makes an account and returns its name. */
    private static String account(String role) {
        String name = "person" + NAMES.incrementAndGet();
        Answer made = one.admin()
                .post(
                        "/admin/users",
                        "{\"username\":\"%s\",\"password\":\"%s\",\"roles\":[\"%s\"]}".formatted(name, PASSWORD, role));
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        return name;
    }

    private static Answer login(String name) {
        return here.post("/auth/login", "{\"username\":\"" + name + "\",\"password\":\"" + PASSWORD + "\"}");
    }

    private static Answer refresh(Api node, Answer tokens) {
        return node.post("/auth/refresh", "{\"refresh_token\":\"" + tokens.at("refresh_token") + "\"}");
    }

    private static int me(Api node, String credential) {
        return node.withToken(credential).get("/auth/me").status();
    }
}
