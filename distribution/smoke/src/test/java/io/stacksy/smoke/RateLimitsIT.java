package io.stacksy.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.smoke.Api.Answer;
import io.stacksy.smoke.Neighbour.Reply;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How often callers may ask. */
class RateLimitsIT {
    private static Node node;

    @BeforeAll
    static void start() {
        node = start(Data.used("limits"));
    }

    /** With a default that nobody comes to, and with as little time between two revisions as can be. */
    private static Node start(Path data) {
        return Node.on(data)
                .with("STACKSY_RATE_LIMIT_DEFAULT", "600000/m")
                .with("STACKSY_ROLLBACK_WINDOW", "0s")
                .ready();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void aCallerHasWhatAnAnnotationSaysAndARolloutTakesNothingBack() {
        Api admin = node.admin();
        deploy(limited("1.0.0"));
        Reply first = from("127.0.9.1", "/api/limited/each");
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.header("RateLimit-Policy")).isEqualTo("\"tool\";q=600000;w=60, \"operation\";q=1;w=60");
        assertThat(first.header("RateLimit")).isEqualTo("\"tool\";r=599999;t=1, \"operation\";r=0;t=60");

        Reply second = from("127.0.9.1", "/api/limited/each");
        assertThat(second.status()).isEqualTo(429);
        assertThat(second.header("Content-Type")).isEqualTo("application/problem+json");
        int seconds = Integer.parseInt(second.header("Retry-After"));
        assertThat(seconds).isBetween(1, 60);
        assertThat(second.header("RateLimit")).isEqualTo("\"operation\";r=0;t=" + seconds);
        assertThat(second.at("detail")).isEqualTo("you may call this once in 60 s; try again in " + seconds + " s");
        assertThat(from("127.0.9.2", "/api/limited/each").status())
                .as("another caller")
                .isEqualTo(200);

        assertThat(from("127.0.9.1", "/api/limited/together").status()).isEqualTo(200);
        deploy(limited("1.1.0"));
        Reply later = from("127.0.9.2", "/api/limited/together");
        assertThat(later.status()).as("another caller, another revision").isEqualTo(429);
        assertThat(later.header("Stacksy-Revision")).isEqualTo("1.1.0");
        assertThat(Metrics.of(admin).sum("stacksy_rate_limited_total{tool=\"limited\"}"))
                .isEqualTo(2);

        assertThat(admin.remove("limited").status()).isEqualTo(200);
        Eventually.is(
                "the counts of the tool gone",
                () -> !admin.get("/metrics").text().contains("stacksy_rate_limited_total{tool=\"limited\"}"));
        deploy(limited("1.2.0"));
        assertThat(from("127.0.9.1", "/api/limited/together").status())
                .as("the tool was gone")
                .isEqualTo(200);
    }

    @Test
    void anOperatorsRateHoldsAtOnceAndOutlivesTheNode() {
        deploy(ToolJar.of("hello", "1.0.0").write());
        String path = "/admin/tools/hello/budget";
        assertThat(node.admin().get(path).at("rate")).isEqualTo("600000/m");
        assertThat(node.admin().put(path, "{\"rate\":\"1/m\"}").status()).isEqualTo(200);
        limitedToOne("127.0.9.3");

        assertThat(node.stop()).isZero();
        node = start(node.data());
        limitedToOne("127.0.9.4");
        Api admin = node.admin();
        assertThat(admin.get("/admin/audit?action=budget.set&tool=hello")
                        .body()
                        .at("/items/0/details/rate")
                        .asText())
                .isEqualTo("1/m");

        Cli.Result free = new Cli(node, admin.accessToken()).run("budget", "hello", "--rate", "off");
        assertThat(free.code()).as(free.toString()).isZero();
        Reply reply = from("127.0.9.4", "/api/hello/");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers()).doesNotContainKey("RateLimit");
    }

    @Test
    void aRateThatIsNoneIsRefusedAtTheRollout() {
        Answer refused = node.admin()
                .deploy(ToolJar.of("hasty", "1.0.0").fixtures("hasty").write());
        assertThat(refused.status()).as(refused.toString()).isEqualTo(502);
        assertThat(refused.text())
                .contains(
                        "of io.stacksy.smoke.fixture.hasty.HastyResource.read must be a rate such as 100/s or 6000/m");
    }

    private static void limitedToOne(String address) {
        assertThat(from(address, "/api/hello/").status()).isEqualTo(200);
        Reply second = from(address, "/api/hello/");
        assertThat(second.status()).isEqualTo(429);
        assertThat(second.header("RateLimit-Policy")).isEqualTo("\"tool\";q=1;w=60");
    }

    private static Path limited(String version) {
        return ToolJar.of("limited", version).fixtures("limited").write();
    }

    private static void deploy(Path jar) {
        Answer live = node.admin().deploy(jar);
        assertThat(live.status()).as(live.toString()).isEqualTo(201);
    }

    private static Reply from(String address, String path) {
        return new Neighbour(node.uri(), address).get(path);
    }
}
