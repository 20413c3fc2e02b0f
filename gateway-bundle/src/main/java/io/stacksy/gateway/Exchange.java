package io.stacksy.gateway;

import static java.util.Objects.requireNonNull;

import io.stacksy.auth.Identity;
import io.stacksy.deploy.Revision;
import io.stacksy.route.Lease;
import io.stacksy.route.Operation;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer: what was found out about it on its way, and what must happen exactly once at its end.
 * Belongs to the thread that serves it, but for {@link #overdue}, {@link #complete} and its {@link #reply}, which are thread-safe.
 */
final class Exchange {
    static final String REVISION_HEADER = "Stacksy-Revision";

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final Client client;
    private final InFlight inFlight;
    private final LongSupplier ticker;
    private final long begun;
    private final String requestId;
    private final Head head;
    private final Reply reply;
    private final String traceId;

    private final AtomicLong bytesIn = new AtomicLong();
    private final AtomicBoolean completed = new AtomicBoolean();
    private volatile @Nullable AsyncContext async;
    private volatile Runnable detach = () -> {};
    private @Nullable Permit permit;
    private @Nullable Watch watch;
    private @Nullable KeyClaim claim;

    private Meter meter;
    private Series series;
    private boolean entered;
    private @Nullable Lease lease;
    private String user = "";
    private volatile boolean served;

    Exchange(
            HttpServletRequest request,
            HttpServletResponse response,
            Client client,
            BrowserAdvice advice,
            Meter nowhere,
            InFlight inFlight,
            LongSupplier ticker) {
        this.request = request;
        this.response = response;
        this.client = client;
        this.meter = nowhere;
        this.series = nowhere.unmatched();
        this.inFlight = inFlight;
        this.ticker = ticker;
        this.begun = ticker.getAsLong();
        this.requestId = RequestId.of(request.getHeader(RequestId.HEADER));
        this.traceId = TraceId.of(request.getHeader(TraceId.HEADER)).orElse("");
        this.head = new Head(request, response, client, advice, requestId);
        this.reply = new Reply(request, response, inFlight, requestId);
        inFlight.enter();
    }

    HttpServletRequest request() {
        return request;
    }

    HttpServletResponse response() {
        return response;
    }

    /** Who sent the request. */
    Client client() {
        return client;
    }

    String requestId() {
        return requestId;
    }

    /** Empty where the caller named none. */
    String traceId() {
        return traceId;
    }

    /** Takes over the hold on the revision that is to answer. */
    void hold(Lease lease) {
        this.lease = lease;
    }

    /** It is the endpoint that answers from now on: how it does counts for its revision. */
    void serve() {
        served = true;
    }

    /** The client is gone: what becomes of the answer says nothing about the revision. */
    void abandon() {
        served = false;
    }

    Optional<Revision> revision() {
        return Optional.ofNullable(lease).map(Lease::revision);
    }

    /** The endpoint is known: what is counted from now on counts for it. */
    void enter(Meter meter) {
        this.meter = meter;
        this.series = meter.unmatched();
        this.entered = true;
        meter.enter();
        head.answerer(lease == null ? "" : meter.revision());
    }

    /** What stands at the head of the answer, whoever gives it. */
    Head head() {
        return head;
    }

    void match(Operation operation) {
        series = meter.of(operation);
    }

    void identify(Identity identity) {
        user = identity.name();
    }

    /** The endpoint answers on its own time; {@link #complete} is called when it has. */
    void goAsync(AsyncContext context, Runnable detachment) {
        async = context;
        detach = detachment;
        context.addListener(new Completion(this));
    }

    boolean async() {
        return async != null;
    }

    boolean completed() {
        return completed.get();
    }

    /** The tool's budget allows for this request: what it takes is given back with its end. */
    void spend(Permit allowed, Watch watched) {
        permit = allowed;
        watch = watched;
    }

    void claim(KeyClaim claimed) {
        claim = claimed;
    }

    /** Gives the key free, if there is no answer for its repeats. */
    void unclaim() {
        if (claim != null) {
            claim.release();
        }
    }

    /** Answers in place of an endpoint that has not begun to in time. Returns whether it did. */
    boolean overdue(Duration deadline) throws IOException {
        if (completed.get() || !reply.preempt(Refusal.overdue(deadline))) {
            return false; // there is an answer, or it is just being written
        }
        if (permit != null) {
            permit.overdue();
        }
        if (async()) {
            end();
        }
        return true;
    }

    /** Ends a late exchange that the gateway has answered; the endpoint can do no more about it. */
    void end() {
        detach.run();
        requireNonNull(async).complete();
    }

    void received(long bytes) {
        bytesIn.lazySet(bytesIn.get() + bytes);
    }

    /** The answer, and who writes it. */
    Reply reply() {
        return reply;
    }

    /** The end. A second call does nothing. */
    void complete() {
        if (!completed.compareAndSet(false, true)) {
            return;
        }
        try {
            long nanos = ticker.getAsLong() - begun;
            if (lease != null && served) {
                lease.answered(response.getStatus(), nanos);
            } else if (lease != null) {
                lease.close();
            }
            if (entered) {
                meter.leave();
            }
            if (watch != null) {
                watch.end();
            }
            if (permit != null) {
                permit.close(response.getStatus() >= 500);
            }
            series.count(Metrics.method(request.getMethod()), response.getStatus(), nanos);
            AccessLog.write(line(Duration.ofNanos(nanos)));
            unclaim();
        } finally {
            inFlight.leave();
        }
    }

    private long bytesOut() {
        return Compression.CODING.equals(response.getHeader("Content-Encoding"))
                ? Compression.sent(request)
                : reply.bytes();
    }

    private AccessLog.Line line(Duration duration) {
        return new AccessLog.Line(
                request.getMethod(),
                series.route(),
                response.getStatus(),
                duration,
                bytesIn.get(),
                bytesOut(),
                client.address(),
                requestId,
                traceId,
                meter.tool(),
                meter.revision(),
                user);
    }
}
