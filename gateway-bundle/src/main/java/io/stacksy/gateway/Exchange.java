package io.stacksy.gateway;

import static java.util.Objects.requireNonNull;

import io.stacksy.auth.Identity;
import io.stacksy.deploy.Revision;
import io.stacksy.route.Lease;
import io.stacksy.route.Operation;
import io.stacksy.tool.Problem;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer: what was found out about it on its way, and what must happen exactly once at its end.
 * Belongs to the thread that serves it, but for {@link #refuse} and {@link #complete}, which are thread-safe.
 */
final class Exchange {
    static final String REVISION_HEADER = "Stacksy-Revision";

    /** What an endpoint may have said about a body that it then does not send. */
    private static final List<String> OF_THE_BODY =
            List.of("Content-Encoding", "Content-Language", "Content-Disposition", "ETag", "Last-Modified");

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final InFlight inFlight;
    private final LongSupplier ticker;
    private final long begun;
    private final String requestId;
    private final String traceId;

    private final AtomicLong bytesIn = new AtomicLong();
    private final AtomicLong bytesOut = new AtomicLong();
    private final AtomicBoolean refused = new AtomicBoolean();
    private final AtomicBoolean completed = new AtomicBoolean();
    private volatile @Nullable AsyncContext async;
    private volatile Runnable detach = () -> {};
    /** Held by who writes the answer: by the endpoint for one piece at a time, or by the gateway in its place. */
    private final ReentrantLock answering = new ReentrantLock();

    private @Nullable Permit permit;
    private @Nullable Watch watch;

    private Meter meter;
    private Series series;
    private boolean entered;
    private @Nullable Lease lease;
    private String user = "";

    Exchange(
            HttpServletRequest request,
            HttpServletResponse response,
            Meter nowhere,
            InFlight inFlight,
            LongSupplier ticker) {
        this.request = request;
        this.response = response;
        this.meter = nowhere;
        this.series = nowhere.unmatched();
        this.inFlight = inFlight;
        this.ticker = ticker;
        this.begun = ticker.getAsLong();
        this.requestId = RequestId.of(request.getHeader(RequestId.HEADER));
        this.traceId = TraceId.of(request.getHeader(TraceId.HEADER)).orElse("");
        inFlight.enter();
    }

    HttpServletRequest request() {
        return request;
    }

    HttpServletResponse response() {
        return response;
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

    Optional<Revision> revision() {
        return Optional.ofNullable(lease).map(Lease::revision);
    }

    /** The endpoint is known: what is counted from now on counts for it. */
    void enter(Meter meter) {
        this.meter = meter;
        this.series = meter.unmatched();
        this.entered = true;
        meter.enter();
        head();
    }

    /** Sets what stands at the head of every answer, whoever gives it. */
    void head() {
        response.setHeader(RequestId.HEADER, requestId);
        response.setHeader("X-Content-Type-Options", "nosniff");
        if (lease != null && entered) {
            response.setHeader(REVISION_HEADER, meter.revision());
        }
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

    /** Takes the answer for the endpoint's next piece. If so, {@link #pause} must follow. */
    boolean write() {
        answering.lock();
        if (refused.get()) {
            answering.unlock();
            return false;
        }
        return true;
    }

    void pause() {
        answering.unlock();
    }

    /** Answers in place of an endpoint that has not begun to in time. Returns whether it did. */
    boolean overdue(Duration deadline) throws IOException {
        if (completed.get() || !answering.tryLock()) {
            return false; // there is an answer, or it is just being written
        }
        try {
            if (!refuse(Refusal.overdue(deadline))) {
                return false;
            }
        } finally {
            answering.unlock();
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

    /** Whether the gateway has answered, so that what the endpoint still writes is dropped. */
    boolean refused() {
        return refused.get();
    }

    void received(long bytes) {
        bytesIn.lazySet(bytesIn.get() + bytes);
    }

    void sent(long bytes) {
        bytesOut.lazySet(bytesOut.get() + bytes);
    }

    boolean sentNothing() {
        return bytesOut.get() == 0;
    }

    /** Says goodbye on a connection that is not to carry another request. */
    void farewell() {
        if (inFlight.draining() && !response.isCommitted()) {
            response.setHeader("Connection", "close");
        }
    }

    /** Answers with a problem in place of the endpoint, unless an answer has begun. Returns whether it did. */
    boolean refuse(Refusal refusal) throws IOException {
        if (response.isCommitted() || !refused.compareAndSet(false, true)) {
            return false;
        }
        Problem problem = refusal.problem();
        byte[] body = Problems.body(problem, request.getRequestURI(), requestId);
        response.resetBuffer();
        OF_THE_BODY.forEach(name -> response.setHeader(name, null));
        response.setStatus(problem.status());
        response.setContentType(Problems.MEDIA_TYPE);
        response.setContentLength(body.length);
        response.setHeader("Cache-Control", "no-store");
        farewell();
        refusal.headers().forEach(response::setHeader);
        try (ServletOutputStream out = response.getOutputStream()) {
            if (!request.getMethod().equals("HEAD")) {
                out.write(body);
                sent(body.length);
            }
        }
        return true;
    }

    /** The end. A second call does nothing. */
    void complete() {
        if (!completed.compareAndSet(false, true)) {
            return;
        }
        try {
            long nanos = ticker.getAsLong() - begun;
            if (lease != null) {
                lease.answered(response.getStatus(), nanos);
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
        } finally {
            inFlight.leave();
        }
    }

    private AccessLog.Line line(Duration duration) {
        return new AccessLog.Line(
                request.getMethod(),
                series.route(),
                response.getStatus(),
                duration,
                bytesIn.get(),
                bytesOut.get(),
                request.getRemoteAddr(),
                requestId,
                traceId,
                meter.tool(),
                meter.revision(),
                user);
    }
}
