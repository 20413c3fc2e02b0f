package io.stacksy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.budget.Budget;
import io.stacksy.route.Rule;
import io.stacksy.store.IdempotencyKeys;
import io.stacksy.store.IdempotencyKeys.CarriedOut;
import io.stacksy.store.StoreException;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class IdempotencyTest {
    private static final Rule ANYONE = new Rule.Anyone();
    private static final String KEY = "Idempotency-Key: \"k-1\"";
    private static final String REPLAYED = "Idempotency-Replayed: true\r\n";
    private static final String ANN = "Authorization: Bearer good";
    private static final String BOB = "Authorization: Bearer operating";

    private final AtomicInteger carriedOut = new AtomicInteger();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private TestNode node;

    @BeforeEach
    void start() {
        node = new TestNode().complete();
        node.links
                .on("POST", "/", ANYONE, this::create)
                .on("PATCH", "/", ANYONE, this::create)
                .on("PUT", "/", ANYONE, this::create)
                .on("POST", "/other", ANYONE, this::create)
                .on("POST", "/signed-in", new Rule.SignedIn(), this::create)
                .on("POST", "/waits", ANYONE, this::waitAndCreate)
                .on("POST", "/status", ANYONE, this::status)
                .on("POST", "/error", ANYONE, this::error)
                .on("POST", "/throws", ANYONE, this::fail)
                .on("POST", "/large", ANYONE, this::large)
                .on("POST", "/events", ANYONE, this::events)
                .on("POST", "/pieces", ANYONE, this::pieces)
                .on("POST", "/listens", ANYONE, this::listens)
                .on("POST", "/anew", ANYONE, this::anew)
                .on("POST", "/writer", ANYONE, this::writer)
                .on("POST", "/async", ANYONE, this::async);
    }

    @AfterEach
    void stop() {
        mayEnd.countDown();
        node.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH"})
    void aRepeatGetsTheSameAnswerAndTheToolIsNotAsked(String method) throws IOException {
        String first = ask(method, "/api/links/", "{}", ANN, KEY);
        assertThat(first)
                .startsWith("HTTP/1.1 201")
                .contains("Location: /api/links/1\r\n", "X-Note: a\r\nX-Note: b\r\n", "Content-Type: text/plain")
                .doesNotContain(REPLAYED)
                .endsWith("made 1 of {}");
        String again = ask(method, "/api/links/", "{}", ANN, KEY, "X-Request-Id: again");
        assertThat(again)
                .startsWith("HTTP/1.1 201")
                .contains("Location: /api/links/1\r\n", "X-Note: a\r\nX-Note: b\r\n", "Content-Type: text/plain")
                .contains(REPLAYED, "Stacksy-Revision: 1.0.0\r\n", "X-Request-Id: again\r\n")
                .doesNotContain("Set-Cookie")
                .endsWith("made 1 of {}");
        assertThat(again.lines().takeWhile(line -> !line.isEmpty()).map(line -> line.replaceFirst(":.*", "")))
                .filteredOn(name -> !name.equals("X-Note"))
                .doesNotHaveDuplicates();
    }

    @Test
    void theToolIsNotCreditedWithARepeat() throws Exception {
        create(ANN, KEY);
        create(ANN, KEY);
        assertThat(node.nextAccess()).contains("status=\"201\"");
        assertThat(node.nextAccess()).contains("status=\"201\"", "bytes_out=\"12\"");
        node.inFlight.drain();
        assertThat(node.inFlight.awaitEmpty(Duration.ofSeconds(5))).isTrue();
        assertThat(node.router.answered).containsExactly("links@1.0.0 201");
        assertThat(node.router.closed).hasValue(2);
    }

    @Test
    void aRepeatAfterAnUpgradeGetsTheAnswerOfTheRevisionBefore() throws IOException {
        create(ANN, KEY);
        FakeEndpoint next = new FakeEndpoint().on("POST", "/", ANYONE, this::create);
        node.router.put(FakeRouter.revision("links", "2.0.0"), next);
        assertThat(create(ANN, KEY)).contains("Stacksy-Revision: 1.0.0\r\n").endsWith("made 1 of {}");
        assertThat(create(ANN, "Idempotency-Key: k-2"))
                .contains("Stacksy-Revision: 2.0.0\r\n")
                .endsWith("made 2 of {}");
    }

    @Test
    void withoutAKeyEachRequestIsANewOne() throws IOException {
        create(ANN);
        assertThat(create(ANN)).endsWith("made 2 of {}");
        assertThat(node.keys.leases).isEmpty();
    }

    @Test
    void otherMethodsHaveNoUseForAKey() throws IOException {
        ask("PUT", "/api/links/", "{}", ANN, KEY);
        assertThat(ask("PUT", "/api/links/", "{}", ANN, "Idempotency-Key: ;")).endsWith("made 2 of {}");
        assertThat(node.keys.leases).isEmpty();
    }

    @Test
    void withoutAnAccountAKeyMeansNothing() throws IOException {
        create(KEY);
        assertThat(create(KEY)).endsWith("made 2 of {}").doesNotContain(REPLAYED);
        assertThat(node.keys.leases).isEmpty();
    }

    @Test
    void thePlatformsOwnOperationsHaveNoUseForAKey() throws IOException {
        node.mount("/parts", new FakeEndpoint().on("POST", "/parts", ANYONE, this::create));
        ask("POST", "/parts", "{}", ANN, KEY);
        assertThat(ask("POST", "/parts", "{}", ANN, KEY)).endsWith("made 2 of {}");
        assertThat(node.keys.leases).isEmpty();
    }

    @Test
    void anotherCallersKeyIsAnother() throws IOException {
        assertThat(create(ANN, KEY)).endsWith("made 1 of {}");
        assertThat(create(BOB, KEY)).endsWith("made 2 of {}").doesNotContain(REPLAYED);
        assertThat(create("X-API-Key: sk_good", KEY)).as("the same account").contains(REPLAYED);
    }

    @ParameterizedTest
    @CsvSource({
        "POST,  /api/links/,      {\"a\":1}",
        "POST,  /api/links/?a=b,  {}",
        "POST,  /api/links/other, {}",
        "PATCH, /api/links/,      {}",
    })
    void aKeyIsForOneRequest(String method, String path, String body) throws IOException {
        create(ANN, KEY);
        assertThat(ask(method, path, body, ANN, KEY))
                .startsWith("HTTP/1.1 422")
                .contains("application/problem+json", "take a new key for a new request");
        assertThat(carriedOut).hasValue(1);
    }

    @Test
    void anAliasIsTheSamePath() throws IOException {
        node.links.on("POST", "/l/x", ANYONE, this::create);
        ask("POST", "/l/x", "{}", ANN, KEY);
        assertThat(ask("POST", "/api/links/l/x", "{}", ANN, KEY)).contains(REPLAYED);
    }

    @Test
    void whileTheFirstIsUnderWayARepeatIsAConflict() throws Exception {
        try (Wire first = new Wire(node.port())) {
            first.send(request("POST", "/api/links/waits", "{}", ANN, KEY));
            begun.await();
            assertThat(ask("POST", "/api/links/waits", "{}", ANN, KEY))
                    .startsWith("HTTP/1.1 409")
                    .contains("Retry-After: 1\r\n", "is under way; send it again soon for its answer");
            assertThat(ask("POST", "/api/links/waits", "{\"a\":1}", ANN, KEY)).startsWith("HTTP/1.1 422");
            mayEnd.countDown();
            assertThat(first.readAll()).startsWith("HTTP/1.1 201");
        }
        assertThat(ask("POST", "/api/links/waits", "{}", ANN, KEY)).contains(REPLAYED);
        assertThat(node.keys.leases).containsOnly(Duration.ofSeconds(70)); // the deadline, and some more
    }

    @Test
    void whoHasGoneComesBackForTheAnswer() throws Exception {
        try (Wire first = new Wire(node.port())) {
            first.send(request("POST", "/api/links/waits", "{}", ANN, KEY));
            begun.await();
            first.reset();
        }
        mayEnd.countDown();
        while (!(node.keys.use().orElseThrow() instanceof CarriedOut)) {
            Thread.onSpinWait();
        }
        assertThat(ask("POST", "/api/links/waits", "{}", ANN, KEY))
                .startsWith("HTTP/1.1 201")
                .endsWith("made 1 of {}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status?500", "status?503", "error?500", "error?503", "throws"})
    void aFailureIsNotKept(String path) throws IOException {
        assertThat(ask("POST", "/api/links/" + path, "{}", ANN, KEY)).startsWith("HTTP/1.1 5");
        assertThat(ask("POST", "/api/links/" + path, "{}", ANN, KEY))
                .startsWith("HTTP/1.1 5")
                .doesNotContain(REPLAYED);
        assertThat(carriedOut).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"status?404", "error?404", "status?204"})
    void anAnswerWithoutABodyIsKept(String path) throws IOException {
        String first = ask("POST", "/api/links/" + path, "{}", ANN, KEY, "X-Request-Id: r");
        String again = ask("POST", "/api/links/" + path, "{}", ANN, KEY, "X-Request-Id: r");
        assertThat(again).contains(REPLAYED);
        assertThat(undated(again.replace(REPLAYED, ""))).isEqualTo(undated(first));
        assertThat(carriedOut).hasValue(1);
    }

    @Test
    void whatTheGatewayRefusesIsNoUseOfAKey() throws IOException {
        node.links.check(new FakeCheck());
        assertThat(ask("POST", "/api/links/", "{\"name\":\"bad\"}", ANN, KEY, "Content-Type: application/json"))
                .startsWith("HTTP/1.1 422");
        assertThat(ask("POST", "/api/links/signed-in", "{}", KEY)).startsWith("HTTP/1.1 401");
        assertThat(ask("POST", "/api/links/", "x".repeat((int) TestNode.MAX_BODY_BYTES + 1), ANN, KEY))
                .startsWith("HTTP/1.1 413");
        assertThat(node.keys.leases).isEmpty();
        assertThat(ask("POST", "/api/links/", "{\"name\":\"good\"}", ANN, KEY, "Content-Type: application/json"))
                .endsWith("made 1 of {\"name\":\"good\"}");
    }

    @Test
    void withoutTheDatabaseARequestWithAKeyIsNotCarriedOut() throws IOException {
        node.keys.fault = away();
        assertThat(create(ANN, KEY))
                .startsWith("HTTP/1.1 503")
                .contains("Retry-After: 1\r\n", "nothing was done, so try again soon");
        assertThat(carriedOut).hasValue(0);
        assertThat(create(ANN)).startsWith("HTTP/1.1 201");
        node.keys.fault = null;
        assertThat(create(ANN, KEY)).startsWith("HTTP/1.1 201").doesNotContain(REPLAYED);
    }

    @Test
    void aFaultOfTheStoreIsAFailure() throws IOException {
        node.keys.fault = StoreException.rejected("broken", null);
        assertThat(create(ANN, KEY)).startsWith("HTTP/1.1 500").doesNotContain("broken");
        assertThat(carriedOut).hasValue(0);
    }

    @Test
    void beforeThereAreKeysARequestWithOneIsNotCarriedOut() throws IOException {
        node.idempotency.removeKeys(node.keys);
        assertThat(create(ANN, KEY)).startsWith("HTTP/1.1 503").contains("Retry-After: 1\r\n");
        assertThat(create(ANN)).startsWith("HTTP/1.1 201");
    }

    @Test
    void anAnswerThatCannotBeKeptIsGivenAllTheSame() throws Exception {
        try (Wire first = new Wire(node.port())) {
            first.send(request("POST", "/api/links/waits", "{}", ANN, KEY));
            begun.await();
            node.keys.fault = away();
            mayEnd.countDown();
            assertThat(first.readAll()).startsWith("HTTP/1.1 201").endsWith("made 1 of {}");
        }
        node.keys.fault = null;
        assertThat(ask("POST", "/api/links/waits", "{}", ANN, KEY)).startsWith("HTTP/1.1 409");
    }

    @Test
    void aRequestThatOutlivesItsClaimIsAnsweredAllTheSame() throws Exception {
        try (Wire first = new Wire(node.port())) {
            first.send(request("POST", "/api/links/waits", "{}", ANN, KEY));
            begun.await();
            node.keys.forget();
            mayEnd.countDown();
            assertThat(first.readAll()).startsWith("HTTP/1.1 201").endsWith("made 1 of {}");
        }
        assertThat(node.keys.use()).isEmpty();
    }

    @Test
    void anAnswerOfTheLargestSizeIsKept() throws IOException {
        String first = ask("POST", "/api/links/large?" + IdempotencyKeys.MAX_BYTES, "{}", ANN, KEY);
        assertThat(body(first)).hasSize(IdempotencyKeys.MAX_BYTES);
        String again = ask("POST", "/api/links/large?" + IdempotencyKeys.MAX_BYTES, "{}", ANN, KEY);
        assertThat(again).contains(REPLAYED);
        assertThat(body(again)).isEqualTo(body(first));
    }

    @Test
    void aCompressedAnswerIsKeptAsItWas() throws IOException {
        String first = ask("POST", "/api/links/large?20000", "{}", ANN, KEY, "Accept-Encoding: gzip");
        assertThat(first).contains("Content-Encoding: gzip");
        assertThat(ask("POST", "/api/links/large?20000", "{}", ANN, KEY, "Accept-Encoding: gzip"))
                .contains("Content-Encoding: gzip", REPLAYED);
        assertThat(body(ask("POST", "/api/links/large?20000", "{}", ANN, KEY))).isEqualTo("x".repeat(20_000));
    }

    @Test
    void aLargerAnswerGoesThroughAndIsNotKept() throws IOException {
        int size = IdempotencyKeys.MAX_BYTES + 1;
        assertThat(body(ask("POST", "/api/links/large?" + size, "{}", ANN, KEY)))
                .hasSize(size);
        isNotKept("large?" + size);
    }

    @Test
    void eventsGoThroughAndAreNotKept() throws IOException {
        goesThrough("events", "data: one");
    }

    @Test
    void anAnswerInPiecesGoesThroughAndIsNotKept() throws IOException {
        goesThrough("pieces", "two");
    }

    @Test
    void anAnswerThatIsWrittenAsTheClientTakesItIsNotKept() throws IOException {
        assertThat(body(ask("POST", "/api/links/listens", "{}", ANN, KEY))).contains("begun", "last");
        isNotKept("listens");
    }

    /** The first piece is there before the last is written. */
    private void goesThrough(String path, String piece) throws IOException {
        try (Wire first = new Wire(node.port())) {
            first.send(request("POST", "/api/links/" + path, "{}", ANN, KEY));
            assertThat(first.readUntil(piece)).startsWith("HTTP/1.1 200");
            mayEnd.countDown();
            assertThat(first.readAll()).contains("last");
        }
        isNotKept(path);
    }

    private void isNotKept(String path) throws IOException {
        assertThat(ask("POST", "/api/links/" + path, "{}", ANN, KEY))
                .startsWith("HTTP/1.1 422")
                .contains("was carried out, and its answer was too large or a stream and is not kept")
                .doesNotContain("Retry-After");
        assertThat(carriedOut).hasValue(1);
    }

    @Test
    void anAnswerThatIsBegunAnewIsKeptAsItEnded() throws IOException {
        assertThat(body(ask("POST", "/api/links/anew", "{}", ANN, KEY))).isEqualTo("right");
        assertThat(ask("POST", "/api/links/anew", "{}", ANN, KEY))
                .contains(REPLAYED)
                .endsWith("right");
    }

    @ParameterizedTest
    @ValueSource(strings = {"writer", "async"})
    void everyWayOfAnsweringIsKept(String path) throws IOException {
        assertThat(ask("POST", "/api/links/" + path, "{}", ANN, KEY)).endsWith("ünd 1");
        assertThat(ask("POST", "/api/links/" + path, "{}", ANN, KEY))
                .contains(REPLAYED)
                .endsWith("ünd 1");
    }

    /** The repeat would run beside it, else. */
    @Test
    void aKeyIsNotFreeBeforeALateEndpointComesBack() throws Exception {
        node.budget = new Budget(128, Duration.ofMillis(100), TestNode.MAX_BODY_BYTES, 8, 50, Optional.empty());
        node.links.on("POST", "/late", ANYONE, (request, response) -> {
            carriedOut.incrementAndGet();
            begun.countDown();
            awaitUninterruptibly(mayEnd);
            response.getOutputStream().print("too late");
        });
        assertThat(ask("POST", "/api/links/late", "{}", ANN, KEY)).startsWith("HTTP/1.1 504");
        assertThat(ask("POST", "/api/links/late", "{}", ANN, KEY)).startsWith("HTTP/1.1 409");
        mayEnd.countDown();
        while (node.keys.use().isPresent()) {
            Thread.onSpinWait();
        }
        assertThat(ask("POST", "/api/links/late", "{}", ANN, KEY)).endsWith("too late");
        assertThat(carriedOut).hasValue(2);
    }

    private static StoreException away() {
        return StoreException.unavailable(new IOException("away"));
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean open = false;
        while (!open) {
            try {
                latch.await();
                open = true;
            } catch (InterruptedException e) {
                // the latch opens all the same
            }
        }
    }

    private void create(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String body = new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int number = carriedOut.incrementAndGet();
        response.setStatus(201);
        response.setContentType("text/plain");
        response.setHeader("Location", "/api/links/" + number);
        response.addHeader("X-Note", "a");
        response.addHeader("X-Note", "b");
        response.getOutputStream().print("made " + number + " of " + body);
        response.getOutputStream().close();
    }

    private void waitAndCreate(HttpServletRequest request, HttpServletResponse response) throws IOException {
        begun.countDown();
        awaitUninterruptibly(mayEnd);
        create(request, response);
    }

    private void status(HttpServletRequest request, HttpServletResponse response) {
        carriedOut.incrementAndGet();
        response.setStatus(Integer.parseInt(request.getQueryString()));
    }

    private void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
        carriedOut.incrementAndGet();
        response.getOutputStream().print("half");
        response.sendError(Integer.parseInt(request.getQueryString()));
        response.getOutputStream().print("dropped");
    }

    private void fail(HttpServletRequest request, HttpServletResponse response) throws IOException {
        carriedOut.incrementAndGet();
        response.getOutputStream().print("half");
        throw new IllegalStateException("fails");
    }

    private void large(HttpServletRequest request, HttpServletResponse response) throws IOException {
        carriedOut.incrementAndGet();
        response.setContentType("text/plain");
        byte[] body = "x".repeat(Integer.parseInt(request.getQueryString())).getBytes(StandardCharsets.US_ASCII);
        response.getOutputStream().write(body[0]);
        response.getOutputStream().write(body, 1, body.length - 1);
        response.getOutputStream().flush(); // as containers do at the end
        response.getOutputStream().close();
    }

    private void events(HttpServletRequest request, HttpServletResponse response) throws IOException {
        carriedOut.incrementAndGet();
        response.setContentType("text/event-stream");
        response.getOutputStream().print("data: one\n\n");
        response.flushBuffer();
        awaitUninterruptibly(mayEnd);
        response.getOutputStream().print("data: last\n\n");
    }

    private void pieces(HttpServletRequest request, HttpServletResponse response) throws IOException {
        carriedOut.incrementAndGet();
        response.getWriter().print("one");
        response.flushBuffer();
        response.getWriter().print("two");
        response.flushBuffer();
        awaitUninterruptibly(mayEnd);
        response.getWriter().print("last");
    }

    private void listens(HttpServletRequest request, HttpServletResponse response) throws IOException {
        carriedOut.incrementAndGet();
        AsyncContext context = request.startAsync();
        ServletOutputStream out = response.getOutputStream();
        out.print("begun ");
        out.setWriteListener(new WriteListener() {
            @Override
            public void onWritePossible() throws IOException {
                if (out.isReady()) {
                    out.print("last");
                    context.complete();
                }
            }

            @Override
            public void onError(Throwable failure) {
                context.complete();
            }
        });
    }

    private void anew(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getOutputStream().print("wrong");
        response.reset();
        response.getOutputStream().print("wrong again");
        response.resetBuffer();
        response.getOutputStream().print("right");
    }

    private void writer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setCharacterEncoding("UTF-8");
        response.getWriter().print("ünd " + carriedOut.incrementAndGet());
    }

    private void async(HttpServletRequest request, HttpServletResponse response) {
        AsyncContext context = request.startAsync();
        context.start(() -> {
            try {
                writer(request, (HttpServletResponse) context.getResponse());
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            context.complete();
        });
    }

    private String create(String... headers) throws IOException {
        return ask("POST", "/api/links/", "{}", headers);
    }

    private String ask(String method, String path, String body, String... headers) throws IOException {
        return Wire.ask(node.port(), request(method, path, body, headers));
    }

    private static String request(String method, String path, String body, String... headers) {
        String head = Wire.head(method, path, headers);
        return head.substring(0, head.length() - 2) + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static String undated(String answer) {
        return answer.replaceFirst("Date: .*\r\n", "");
    }

    private static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }
}
