package io.stacksy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.budget.Budget;
import io.stacksy.route.Rule;
import io.stacksy.store.Reachability;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BudgetTest {
    private static final Rule ANYONE = new Rule.Anyone();
    private static final Duration SOON = Duration.ofMillis(150);

    private final CountDownLatch release = new CountDownLatch(1);
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final FakeEndpoint other = new FakeEndpoint();
    private TestNode node;

    @BeforeEach
    void start() {
        node = new TestNode().complete();
        node.links
                .on("GET", "/waits", ANYONE, this::waits)
                .on("GET", "/deaf", ANYONE, this::deaf)
                .on("GET", "/streams", ANYONE, this::streams)
                .on("GET", "/late", ANYONE, this::late)
                .on("GET", "/fails", ANYONE, (request, response) -> response.setStatus(500))
                .on("GET", "/good", ANYONE, (request, response) -> response.getWriter()
                        .print("good"));
        other.on("GET", "/good", ANYONE, (request, response) -> response.getWriter()
                .print("other"));
        node.router.put(FakeRouter.revision("other", "1.0.0"), other);
    }

    @AfterEach
    void stop() {
        release.countDown();
        node.close();
    }

    @Test
    void aToolWithAllItsRequestsUnderWayIsRefusedMoreAndOthersAreNot() throws Exception {
        node.budget = budget(1, Duration.ofMinutes(1), 50);
        CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> quietly("/api/links/waits"));
        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(get("/api/links/good"))
                .startsWith("HTTP/1.1 503")
                .contains("Retry-After: 1", "has all 1 requests under way that it may have");
        assertThat(get("/api/other/good")).startsWith("HTTP/1.1 200");
        release.countDown();
        assertThat(first.get(10, TimeUnit.SECONDS)).startsWith("HTTP/1.1 200");
        awaitEnds(3);
        assertThat(get("/api/links/good")).startsWith("HTTP/1.1 200");
        assertThat(Exposition.of(node.registry))
                .contains("stacksy_tool_refused_total{budget=\"concurrency\",tool=\"links\"} 1.0");
    }

    @Test
    void anAnswerThatDoesNotBeginInTimeIsGivenByTheGatewayAndItsThreadInterrupted() throws Exception {
        node.budget = budget(8, SOON, 50);
        assertThat(get("/api/links/waits"))
                .startsWith("HTTP/1.1 504")
                .contains("Retry-After: 5", "did not begin its answer within 150 ms", "Stacksy-Revision: 1.0.0");
        assertThat(ended.get(10, TimeUnit.SECONDS)).isEqualTo("interrupted");
        for (int i = 0; i < 20; i++) {
            assertThat(get("/api/links/good")).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void aThreadThatIsDeafToInterruptsKeepsItsPlaceUntilItReturns() throws Exception {
        node.budget = budget(1, SOON, 50);
        assertThat(get("/api/links/deaf")).startsWith("HTTP/1.1 504");
        assertThat(get("/api/links/good")).startsWith("HTTP/1.1 503");
        release.countDown();
        assertThat(ended.get(10, TimeUnit.SECONDS)).isEqualTo("returned");
    }

    @Test
    void aThreadThatDoesNotComeBackIsComplainedOfUntilItDoes() throws Exception {
        node.budget = budget(1, SOON, 50);
        assertThat(get("/api/links/deaf")).startsWith("HTTP/1.1 504");
        assertThat(nextTrouble())
                .isEqualTo("links@1.0.0 hanging: 1 request is over its time, and its thread does not come back");
        assertThat(nextTrouble()).as("it stays away").startsWith("links@1.0.0 hanging: 1 request");
        release.countDown();
        assertThat(nextTrouble()).isEqualTo("links@1.0.0 no longer hanging");
    }

    @Test
    void aThreadThatDoesNotComeBackIsCalledBackAgainAndAgain() throws Exception {
        node.budget = budget(1, SOON, 50);
        assertThat(get("/api/links/deaf")).startsWith("HTTP/1.1 504");
        assertThat(node.recall.calls.tryAcquire(2, 10, TimeUnit.SECONDS)).isTrue();
        assertThat(node.recall.away).hasSize(1);
        release.countDown();
        awaitEnds(1);
        assertThat(node.recall.away).isEmpty();
    }

    @Test
    void latenessIsAFailureWheneverTheThreadComesBack() throws Exception {
        node.budget = budget(100, Duration.ofMillis(10), 50);
        for (int i = 0; i < Breaker.ENOUGH; i++) {
            assertThat(get("/api/links/deaf")).startsWith("HTTP/1.1 504");
        }
        String trouble = nextTrouble();
        while (trouble.contains("hanging")) { // each of those whose thread is away for long
            trouble = nextTrouble();
        }
        assertThat(trouble)
                .isEqualTo("links@1.0.0 failing: 50% or more of its answers are failures, so it is given a rest");
        assertThat(get("/api/links/good")).startsWith("HTTP/1.1 503");
    }

    @Test
    void aRevisionIsNotToBlameForADatabaseThatIsAway() throws Exception {
        node.budget = budget(128, Duration.ofMinutes(1), 50);
        Outage outage = new Outage();
        node.gates.addReachability(outage);
        for (int i = 0; i < 2 * Breaker.ENOUGH; i++) {
            assertThat(get("/api/links/fails")).startsWith("HTTP/1.1 500");
        }
        assertThat(get("/api/links/good")).startsWith("HTTP/1.1 200");
        assertThat(node.troubles).isEmpty();
        outage.over = true;
        for (int i = 0; i < 3 * Breaker.ENOUGH; i++) {
            get("/api/links/fails");
        }
        assertThat(nextTrouble()).startsWith("links@1.0.0 failing");
    }

    @Test
    void aCrowdIsComplainedOfOnce() throws Exception {
        node.budget = budget(1, Duration.ofMinutes(1), 50);
        CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> quietly("/api/links/waits"));
        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < 3; i++) {
            assertThat(get("/api/links/good")).startsWith("HTTP/1.1 503");
        }
        assertThat(nextTrouble()).isEqualTo("links@1.0.0 crowded: more than the 1 requests it may have under way");
        assertThat(node.troubles).isEmpty();
        release.countDown();
        assertThat(first.get(10, TimeUnit.SECONDS)).startsWith("HTTP/1.1 200");
    }

    @Test
    void aRevisionInQuarantineIsNotAsked() throws Exception {
        node.router.barred = true;
        assertThat(get("/api/links/good"))
                .startsWith("HTTP/1.1 503")
                .contains("Retry-After: 60", "is in quarantine", "Stacksy-Revision: 1.0.0");
        assertThat(Exposition.of(node.registry))
                .contains("stacksy_tool_refused_total{budget=\"quarantine\",tool=\"links\"} 1.0");
    }

    @Test
    void aToolThatShouldBeThereIsNotDenied() throws Exception {
        node.router.missing.add("gone");
        assertThat(get("/api/gone/good")).startsWith("HTTP/1.1 503").contains("Retry-After: 60", "is out of service");
        assertThat(get("/api/never/good")).startsWith("HTTP/1.1 404");
    }

    @Test
    void anAnswerThatHasBegunTakesItsTime() throws Exception {
        node.budget = budget(8, SOON, 50);
        CompletableFuture<String> stream = CompletableFuture.supplyAsync(() -> quietly("/api/links/streams"));
        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(get("/api/links/waits")).startsWith("HTTP/1.1 504"); // later begun, and over
        release.countDown();
        assertThat(stream.get(10, TimeUnit.SECONDS)).startsWith("HTTP/1.1 200").contains("begun", "ended");
    }

    @Test
    void aLateAnswerIsReplacedAsWell() throws Exception {
        node.budget = budget(8, SOON, 50);
        assertThat(get("/api/links/late")).startsWith("HTTP/1.1 504");
        release.countDown();
        assertThat(ended.get(10, TimeUnit.SECONDS)).isEqualTo("completed");
        assertThat(get("/api/links/good")).startsWith("HTTP/1.1 200");
    }

    @Test
    void aRevisionThatFailsIsGivenARest() throws Exception {
        for (int i = 0; i < Breaker.ENOUGH; i++) {
            assertThat(get("/api/links/fails")).startsWith("HTTP/1.1 500");
        }
        awaitEnds(Breaker.ENOUGH);
        assertThat(get("/api/links/good")).startsWith("HTTP/1.1 503").contains("Retry-After: ", "fails most requests");
        assertThat(get("/api/other/good")).startsWith("HTTP/1.1 200");
    }

    @Test
    void aBodyOverTheToolsOwnLimitIsRefused() throws Exception {
        node.budget = new Budget(8, Duration.ofMinutes(1), 3, 8, 50, Optional.empty());
        node.links.on("POST", "/take", ANYONE, (request, response) -> {});
        assertThat(Wire.ask(node.port(), Wire.head("POST", "/api/links/take", "Content-Length: 4") + "abcd"))
                .startsWith("HTTP/1.1 413");
    }

    /** The client has an answer a moment before the request has ended, which is when it counts. */
    private void awaitEnds(int requests) throws InterruptedException {
        for (int i = 0; i < requests; i++) {
            String unused = node.nextAccess();
        }
    }

    private String nextTrouble() throws InterruptedException {
        String trouble = node.troubles.poll(10, TimeUnit.SECONDS);
        return trouble == null ? "none" : trouble;
    }

    private String get(String path) throws IOException {
        return Wire.get(node.port(), path);
    }

    private String quietly(String path) {
        try {
            return get(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Budget budget(int concurrency, Duration deadline, int errorPercent) {
        return new Budget(concurrency, deadline, TestNode.MAX_BODY_BYTES, 8, errorPercent, Optional.empty());
    }

    private void waits(HttpServletRequest request, HttpServletResponse response) throws IOException {
        entered.countDown();
        try {
            release.await();
            response.getWriter().print("waited");
        } catch (InterruptedException e) {
            ended.complete("interrupted");
        }
    }

    private void deaf(HttpServletRequest request, HttpServletResponse response) {
        while (release.getCount() > 0) {
            boolean unused = Thread.interrupted(); // asked to give up, and does not
            LockSupport.parkNanos(1_000_000);
        }
        ended.complete("returned");
    }

    private void streams(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getWriter().print("begun ");
        response.flushBuffer();
        entered.countDown();
        try {
            release.await();
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
        response.getWriter().print("ended");
    }

    private void late(HttpServletRequest request, HttpServletResponse response) {
        AsyncContext context = request.startAsync();
        CompletableFuture<Void> unused = CompletableFuture.runAsync(() -> {
            try {
                release.await();
                response.getWriter().print("too late");
                context.complete();
                ended.complete("completed");
            } catch (InterruptedException | IOException | RuntimeException e) {
                ended.complete(e.toString());
            }
        });
    }

    private static final class Outage implements Reachability {
        volatile boolean over;

        @Override
        public boolean wasLostSince(long nanos) {
            return !over;
        }

        @Override
        public boolean explains(Throwable failure) {
            return !over;
        }
    }
}
