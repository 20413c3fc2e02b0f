package io.stacksy.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.stacksy.smoke.Api.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Keys that sign access tokens and take each other's place. Tests are named after what they prove, by number. */
class KeyRotationIT {
    private static final Duration REACHED = Duration.ofSeconds(5);

    private static Node node;
    private static Api anonymous;

    @BeforeAll
    static void start() {
        node = Node.on(Data.used("rotation")).ready();
        anonymous = new Api(node.uri());
    }

    @AfterAll
    static void stop() {
        assertThat(node.stop()).isZero();
        node.close();
    }

    @Test
    void statement07_keysTakeEachOthersPlaceUnderLoadAndNoRequestFails() throws Exception {
        Api admin = node.admin();
        rotate(admin, "{}"); // from here on each key was on standby before
        String before = login().at("access_token");
        Sessions load = new Sessions();
        List<CompletableFuture<Void>> callers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Answer session = login();
            callers.add(CompletableFuture.runAsync(() -> load.use(session)));
        }
        for (int i = 0; i < 3; i++) {
            long answers = load.answers();
            rotate(admin, "{}");
            Eventually.is("callers go on", () -> load.answers() > answers + 100);
        }
        String active = key(admin, "active");
        Eventually.is("new tokens carry the new key", () -> load.kids().contains(active));
        load.stop();
        callers.forEach(CompletableFuture::join);
        assertThat(load.failures()).isEmpty();
        assertThat(load.kids()).hasSizeGreaterThan(1);
        System.out.println(load.answers() + " answers over 4 keys, 0 failed");

        assertThat(status(before)).as("a token of a key that signs no more").isEqualTo(200);
        assertThat(published()).containsAll(load.kids());
        Answer keys = anonymous.get("/.well-known/jwks.json");
        assertThat(keys.header("Cache-Control")).contains("max-age=300");
    }

    @Test
    void statement07_aRevokedKeyIsRefusedWithinFiveSeconds() {
        Api admin = node.admin();
        String stolen = login().at("access_token");
        String kid = Forgery.kid(stolen);
        assertThat(status(stolen)).isEqualTo(200);
        rotate(admin, "{\"revoke\":\"" + kid + "\"}");
        long begun = System.nanoTime();
        Eventually.is("a revoked key is refused", () -> status(stolen) == 401);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(REACHED);
        assertThat(published()).doesNotContain(kid);
        assertThat(node.admin().get("/auth/me").status()).isEqualTo(200);
        Answer again = node.admin().post("/admin/keys/rotate", "{\"revoke\":\"" + kid + "\"}");
        assertThat(again.status()).as(again.toString()).isEqualTo(422);
    }

    @Test
    void rotatingTwiceInARowFailsNoneEither() {
        Api admin = node.admin();
        rotate(admin, "{}");
        rotate(admin, "{}");
        assertThat(node.admin().get("/auth/me").status()).isEqualTo(200);
        assertThat(admin.get("/auth/me").status()).isEqualTo(200);
    }

    @Test
    void rotatingIsForAdministrators() {
        Api admin = node.admin();
        Answer made = admin.post(
                "/admin/users",
                "{\"username\":\"olga\",\"password\":\"a long enough word\",\"roles\":[\"operator\",\"user\"]}");
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        Api olga = anonymous.login("olga", "a long enough word");
        assertThat(olga.post("/admin/keys/rotate", "{}").status()).isEqualTo(403);
        assertThat(olga.get("/admin/keys").status()).isEqualTo(403);
        assertThat(anonymous.post("/admin/keys/rotate", "{}").status()).isEqualTo(401);
    }

    /** Callers that use a session as programs do, and what came of it. */
    private static final class Sessions {
        private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
        private final Set<String> kids = ConcurrentHashMap.newKeySet();
        private final LongAdder answers = new LongAdder();
        private volatile boolean stopped;

        void use(Answer session) {
            Answer tokens = session;
            for (int i = 1; !stopped; i++) {
                Answer answer = me(tokens.at("access_token"));
                if (i % 10 == 0) {
                    answer = anonymous.post(
                            "/auth/refresh", "{\"refresh_token\":\"" + tokens.at("refresh_token") + "\"}");
                    tokens = answer;
                    String token = answer.at("access_token");
                    if (!token.isEmpty()) {
                        kids.add(Forgery.kid(token));
                    }
                }
                answers.increment();
                if (answer.status() != 200) {
                    failures.add(answer.toString());
                    return;
                }
            }
        }

        void stop() {
            stopped = true;
        }

        long answers() {
            return answers.sum();
        }

        Set<String> kids() {
            return Set.copyOf(kids);
        }

        List<String> failures() {
            return List.copyOf(failures);
        }
    }

    private static void rotate(Api admin, String body) {
        Answer rotated = admin.post("/admin/keys/rotate", body);
        assertThat(rotated.status()).as(rotated.toString()).isEqualTo(200);
    }

    private static String key(Api admin, String state) {
        for (JsonNode key : admin.get("/admin/keys").body().path("items")) {
            if (key.path("state").asText().equals(state)) {
                return key.path("kid").asText();
            }
        }
        throw new IllegalStateException("no key is " + state);
    }

    private static List<String> published() {
        return anonymous.get("/.well-known/jwks.json").body().path("keys").findValuesAsText("kid");
    }

    private static Answer login() {
        Answer login =
                anonymous.post("/auth/login", "{\"username\":\"admin\",\"password\":\"" + node.adminPassword() + "\"}");
        assertThat(login.status()).as(login.toString()).isEqualTo(200);
        return login;
    }

    private static Answer me(String token) {
        return anonymous.send("GET", "/auth/me", BodyPublishers.noBody(), "", "Authorization", "Bearer " + token);
    }

    private static int status(String token) {
        return me(token).status();
    }
}
