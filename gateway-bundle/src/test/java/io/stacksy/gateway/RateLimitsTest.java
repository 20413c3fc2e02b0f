package io.stacksy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.budget.Budget;
import io.stacksy.budget.Rate;
import io.stacksy.deploy.Revision;
import io.stacksy.deploy.RevisionState;
import io.stacksy.route.Quota;
import io.stacksy.route.Rule;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RateLimitsTest {
    private static final String ANN = "Authorization: Bearer good";
    private static final String BOB = "Authorization: Bearer operating";
    private static final Quota FIVE_EACH = new Quota(Rate.parse("5/m"), false);
    private static final Quota FOUR_TOGETHER = new Quota(Rate.parse("4/m"), true);

    private final AtomicLong time = new AtomicLong();
    private final AtomicInteger reached = new AtomicInteger();
    private TestNode node;

    @BeforeEach
    void start() {
        node = new TestNode.Setup()
                .trustedProxies("127.0.0.1")
                .ticker(time::get)
                .start()
                .complete();
        tool(node.links);
    }

    private FakeEndpoint tool(FakeEndpoint endpoint) {
        return endpoint.on("GET", "/free", new Rule.Anyone(), this::answer)
                .on("GET", "/each", FIVE_EACH, this::answer)
                .on("GET", "/together", FOUR_TOGETHER, this::answer)
                .on("GET", "/resets", FIVE_EACH, (request, response) -> {
                    response.reset();
                    response.getWriter().print("reset");
                })
                .on("GET", "/fails", FIVE_EACH, (request, response) -> {
                    throw new IOException("on purpose");
                });
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void withoutALimitNothingIsSaidOfLimits() throws Exception {
        assertThat(get("/api/links/free")).startsWith("HTTP/1.1 200").doesNotContain("RateLimit");
    }

    @Test
    void aGoodAnswerSaysWhatIsLeft() throws Exception {
        node.budget = budget("100/s");
        assertThat(get("/api/links/free"))
                .startsWith("HTTP/1.1 200")
                .contains("RateLimit-Policy: \"tool\";q=100;w=1\r\n", "RateLimit: \"tool\";r=99;t=1\r\n");
        assertThat(get("/api/links/each"))
                .contains(
                        "RateLimit-Policy: \"tool\";q=100;w=1, \"operation\";q=5;w=60\r\n",
                        "RateLimit: \"tool\";r=98;t=1, \"operation\";r=4;t=12\r\n");
    }

    @Test
    void whoComesTooOftenIsToldWhenToComeAgainAndDoesNotReachTheTool() throws Exception {
        node.budget = budget("3/m");
        spend("/api/links/free", 3);
        assertThat(get("/api/links/free"))
                .startsWith("HTTP/1.1 429 Too Many Requests")
                .contains(
                        "Retry-After: 20\r\n",
                        "RateLimit-Policy: \"tool\";q=3;w=60\r\n",
                        "RateLimit: \"tool\";r=0;t=20\r\n",
                        "Stacksy-Revision: 1.0.0\r\n",
                        "application/problem+json",
                        "you may call this tool 3 times in 60 s; try again in 20 s");
        assertThat(reached).hasValue(3);
        pass(20);
        spend("/api/links/free", 1);
        assertThat(Exposition.of(node.registry)).contains("stacksy_rate_limited_total{tool=\"links\"} 1.0");
    }

    @Test
    void eachAccountAndWithoutOneEachAddressCountsForItself() throws Exception {
        node.budget = budget("2/m");
        spend("/api/links/free", 2, ANN);
        assertThat(get("/api/links/free", ANN)).startsWith("HTTP/1.1 429");
        assertThat(get("/api/links/free", "X-API-Key: sk_good", from("192.0.2.9")))
                .as("the same account")
                .startsWith("HTTP/1.1 429");
        spend("/api/links/free", 2, BOB);
        spend("/api/links/free", 1, from("192.0.2.1"));
        spend("/api/links/free", 2, from("192.0.2.2"));
        assertThat(get("/api/links/free", from("192.0.2.2"))).startsWith("HTTP/1.1 429");
        spend("/api/links/free", 1, from("192.0.2.1"));
    }

    @Test
    void aKeyIsUsedAsOftenAsItMayBeWhereverThatIs() throws Exception {
        node.budget = budget("3/m");
        node.router.put(FakeRouter.revision("qr", "1.0.0"), tool(new FakeEndpoint()));
        assertThat(get("/api/links/free", "X-API-Key: sk_slow"))
                .startsWith("HTTP/1.1 200")
                .contains(
                        "RateLimit-Policy: \"key\";q=2;w=60, \"tool\";q=3;w=60\r\n",
                        "RateLimit: \"key\";r=1;t=30, \"tool\";r=2;t=20\r\n");
        spend("/auth/me", 1, "X-API-Key: sk_slow");
        assertThat(get("/api/qr/free", "X-API-Key: sk_slow"))
                .startsWith("HTTP/1.1 429")
                .contains(
                        "Retry-After: 30\r\n",
                        "RateLimit: \"key\";r=0;t=30\r\n",
                        "this API key may be used 2 times in 60 s; try again in 30 s");
        spend("/api/links/free", 2, ANN);
    }

    @Test
    void oneSubscribersAddressesOfIpv6CountTogether() throws Exception {
        node.budget = budget("2/m");
        spend("/api/links/free", 1, from("2001:db8::1"));
        spend("/api/links/free", 1, from("2001:db8::2"));
        assertThat(get("/api/links/free", from("2001:db8::3"))).startsWith("HTTP/1.1 429");
        spend("/api/links/free", 1, from("2001:db8:0:1::1"));
    }

    @Test
    void anOperationIsCountedApartFromOthers() throws Exception {
        spend("/api/links/each", 5);
        assertThat(get("/api/links/each"))
                .startsWith("HTTP/1.1 429")
                .contains("you may call this 5 times in 60 s; try again in 12 s");
        spend("/api/links/free", 1);
        spend("/api/links/together", 1);
    }

    @Test
    void whatAllShareIsSpentByAll() throws Exception {
        spend("/api/links/together", 2, ANN);
        spend("/api/links/together", 2, BOB);
        assertThat(get("/api/links/together", from("192.0.2.1")))
                .startsWith("HTTP/1.1 429")
                .contains("all callers together may call this 4 times in 60 s; try again in 15 s");
    }

    @Test
    void whoIsRefusedTakesNothingFromTheOthers() throws Exception {
        node.budget = budget("2/m");
        spend("/api/links/together", 2, ANN);
        for (int i = 0; i < 5; i++) {
            assertThat(get("/api/links/together", ANN)).startsWith("HTTP/1.1 429");
        }
        spend("/api/links/together", 2, BOB);
        assertThat(get("/api/links/together", from("192.0.2.1")))
                .startsWith("HTTP/1.1 429")
                .contains("RateLimit: \"operation\";r=0;t=15\r\n");
        assertThat(get("/api/links/free", from("192.0.2.1")))
                .as("what the tool allows was given back")
                .contains("RateLimit: \"tool\";r=1;t=30\r\n");
    }

    @Test
    void whoMayNotSpendsNothing() throws Exception {
        node.budget = budget("2/m");
        node.links.on("GET", "/mine", new Rule.SignedIn(), this::answer);
        for (int i = 0; i < 3; i++) {
            assertThat(get("/api/links/mine")).startsWith("HTTP/1.1 401").doesNotContain("RateLimit");
            assertThat(get("/api/links/nothing")).startsWith("HTTP/1.1 404");
        }
        spend("/api/links/free", 2);
    }

    @Test
    void anAnswerSaysItWhoeverGivesItAndHowever() throws Exception {
        assertThat(get("/api/links/resets")).startsWith("HTTP/1.1 200").contains("RateLimit: \"operation\";r=4;t=12");
        assertThat(get("/api/links/fails")).startsWith("HTTP/1.1 500").contains("RateLimit: \"operation\";r=4;t=12");
    }

    @Test
    void anotherRateHoldsAtOnce() throws Exception {
        node.budget = budget("2/m");
        spend("/api/links/free", 2);
        assertThat(get("/api/links/free")).startsWith("HTTP/1.1 429");
        node.budget = budget("3/m");
        spend("/api/links/free", 1);
        assertThat(get("/api/links/free")).startsWith("HTTP/1.1 429");
        node.budget = budget("off");
        spend("/api/links/free", 5);
    }

    @Test
    void twoRevisionsShareWhatACallerHas() throws Exception {
        Revision canary = FakeRouter.revision("links", "1.1.0");
        node.router.canary(canary, tool(new FakeEndpoint()), any -> false);
        spend("/api/links/each", 3, BOB);
        spend("/api/links/each", 2, BOB, "Stacksy-Revision: 1.1.0");
        assertThat(get("/api/links/each", BOB)).startsWith("HTTP/1.1 429");
        assertThat(get("/api/links/each", BOB, "Stacksy-Revision: 1.1.0")).startsWith("HTTP/1.1 429");
    }

    @Test
    void aRolloutTakesNothingBack() throws Exception {
        spend("/api/links/each", 5);
        node.router.put(FakeRouter.revision("links", "1.1.0"), tool(new FakeEndpoint()));
        node.rateLimits.changed(FakeRouter.revision("links", "1.0.0"), RevisionState.RETIRED);
        assertThat(get("/api/links/each")).startsWith("HTTP/1.1 429").contains("Stacksy-Revision: 1.1.0");
        allIsClosed();
    }

    @Test
    void withTheLastRevisionOfAToolItsCountsGo() throws Exception {
        spend("/api/links/each", 5);
        assertThat(get("/api/links/each")).startsWith("HTTP/1.1 429");
        node.router.remove("links");
        node.rateLimits.changed(FakeRouter.revision("links", "1.0.0"), RevisionState.RETIRED);
        assertThat(Exposition.of(node.registry)).doesNotContain("stacksy_rate_limited_total{");
        node.router.put(FakeRouter.revision("links", "2.0.0"), tool(new FakeEndpoint()));
        spend("/api/links/each", 5);
    }

    @Test
    void partsOfThePlatformHaveLimitsAsWell() throws Exception {
        node.budget = budget("1/m");
        node.mount("/own", new FakeEndpoint().on("GET", "/own/each", FIVE_EACH, this::answer));
        spend("/own/each", 5);
        assertThat(get("/own/each")).startsWith("HTTP/1.1 429");
        assertThat(Exposition.of(node.registry)).contains("stacksy_rate_limited_total{tool=\"\"} 1.0");
    }

    private void answer(HttpServletRequest request, HttpServletResponse response) {
        reached.incrementAndGet();
    }

    private void spend(String path, int times, String... headers) throws IOException {
        for (int i = 0; i < times; i++) {
            assertThat(get(path, headers)).as("%s, request %d", path, i + 1).startsWith("HTTP/1.1 200");
        }
    }

    private String get(String path, String... headers) throws IOException {
        return Wire.get(node.port(), path, headers);
    }

    private void pass(int seconds) {
        time.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    private static String from(String address) {
        return "X-Forwarded-For: " + address;
    }

    private static Budget budget(String rate) {
        return new Budget(8, Duration.ofMinutes(1), TestNode.MAX_BODY_BYTES, 8, 50, Rate.parseOrOff(rate));
    }

    /** A request ends a little after its caller has the answer. */
    private void allIsClosed() {
        while (node.router.closed.get() < node.router.opened.get()) {
            Thread.onSpinWait();
        }
    }
}
