package io.stacksy.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.smoke.Api.Answer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The URL shortener that ships with the node. */
class LinksIT {
    private static Node node;
    private static Api api;

    @BeforeAll
    static void start() {
        node = Node.on(Data.used("links")).ready();
        api = node.admin();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void aLinkIsMadeFollowedCountedListedAndDeleted() {
        Answer made = api.post("/api/links", "{\"url\":\"https://Example.com/a?b=c\",\"code\":\"whole-way\"}");
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        assertThat(made.at("code")).isEqualTo("whole-way");
        assertThat(made.at("short_url")).isEqualTo(node.uri() + "/l/whole-way");
        assertThat(made.body().path("clicks").asInt()).isZero();

        Answer followed = api.anonymous().get("/l/whole-way");
        assertThat(followed.status()).isEqualTo(302);
        assertThat(followed.header("Location")).isEqualTo("https://example.com/a?b=c");
        assertThat(api.anonymous().get("/api/links/l/whole-way").status()).isEqualTo(302);
        assertThat(api.get("/api/links/whole-way/stats").body().path("clicks").asInt())
                .isEqualTo(2);

        assertThat(api.get("/api/links?limit=100").text()).contains("whole-way");
        assertThat(api.delete("/api/links/whole-way").status()).isEqualTo(204);
        assertThat(api.anonymous().get("/l/whole-way").status()).isEqualTo(404);
    }

    @Test
    void clicksOutliveAnUpgrade() {
        made("{\"url\":\"https://example.com/\",\"code\":\"clicked\"}");
        for (int i = 0; i < 50; i++) {
            assertThat(api.anonymous().get("/l/clicked").status()).isEqualTo(302);
        }
        Answer upgrade = api.deploy(Node.HOME.resolve("examples/io.stacksy.tools.links-1.1.0.jar"));
        assertThat(upgrade.status()).as(upgrade.toString()).isIn(200, 201);
        assertThat(api.anonymous().get("/l/clicked").status()).isEqualTo(302);
        Answer titled = api.patch("/api/links/clicked", "{\"title\":\"The example\"}");
        assertThat(titled.at("title")).isEqualTo("The example");
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (api.get("/api/links/clicked/stats").body().path("clicks").asInt() != 51) {
            assertThat(System.nanoTime()).as("51 clicks").isLessThan(deadline);
            Thread.onSpinWait();
        }
        assertThat(api.rollBack("links").status()).isEqualTo(200);
        assertThat(api.anonymous().get("/l/clicked").status()).isEqualTo(302);
    }

    @Test
    void aTakenCodeIsAConflict() {
        made("{\"url\":\"https://example.com/\",\"code\":\"taken\"}");
        Answer again = api.post("/api/links", "{\"url\":\"https://example.org/\",\"code\":\"taken\"}");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.at("detail")).contains("taken");
    }

    @Test
    void anExpiredLinkIsGone() throws InterruptedException {
        Instant soon = Instant.now().plusMillis(1500).truncatedTo(ChronoUnit.MILLIS);
        made("{\"url\":\"https://example.com/\",\"code\":\"short-lived\",\"expires_at\":\"" + soon + "\"}");
        assertThat(api.anonymous().get("/l/short-lived").status()).isEqualTo(302);
        while (Instant.now().isBefore(soon)) {
            Thread.onSpinWait();
        }
        assertThat(api.anonymous().get("/l/short-lived").status()).isEqualTo(410);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "data:text/html,x",
                "file:///etc/passwd",
                "//evil.example",
                "http:\\\\\\\\evil.example",
                "https://user:secret@example.com/",
                "http://127.0.0.1:1/",
                "http://localhost/",
                "http://0x7f.1/",
                "http://[::ffff:127.0.0.1]/",
                "ftp://example.com/",
                "not a url"
            })
    void aTargetThatIsNotAllowedIsRefusedWithTheField(String url) {
        Answer answer = api.post("/api/links", "{\"url\":\"" + url + "\"}");
        assertThat(answer.status()).as(url + " " + answer).isEqualTo(422);
        assertThat(answer.body().path("errors").get(0).path("field").asText()).contains("url");
    }

    @Test
    void aLinkIsItsOwnersAlone() {
        made("{\"url\":\"https://example.com/\",\"code\":\"adminsown\"}");
        api.post("/admin/users", "{\"username\":\"eve\",\"password\":\"a long enough word\",\"roles\":[\"user\"]}");
        Api eve = api.anonymous().login("eve", "a long enough word");
        assertThat(eve.get("/api/links/adminsown").status()).isEqualTo(404);
        assertThat(eve.delete("/api/links/adminsown").status()).isEqualTo(404);
        assertThat(eve.get("/api/links").body().path("items")).isEmpty();
        assertThat(eve.post("/api/links", "{\"url\":\"https://example.com/\"}").status())
                .isEqualTo(201);
        assertThat(api.anonymous()
                        .post("/api/links", "{\"url\":\"https://example.com/\"}")
                        .status())
                .isEqualTo(401);
    }

    private static void made(String body) {
        Answer made = api.post("/api/links", body);
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
    }
}
