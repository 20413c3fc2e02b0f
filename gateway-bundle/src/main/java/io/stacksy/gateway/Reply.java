package io.stacksy.gateway;

import io.stacksy.tool.Problem;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The answer to one request: who writes it, the endpoint piece by piece or the gateway in its place, and how much there
 * is of it. Thread-safe.
 */
final class Reply {
    /** What an endpoint may have said about a body that it then does not send. */
    private static final List<String> OF_THE_BODY =
            List.of("Content-Encoding", "Content-Language", "Content-Disposition", "ETag", "Last-Modified");

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final InFlight inFlight;
    private final String requestId;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicBoolean refused = new AtomicBoolean();
    /** Held by who writes: by the endpoint for one piece at a time, or by the gateway in its place. */
    private final ReentrantLock pen = new ReentrantLock();

    Reply(HttpServletRequest request, HttpServletResponse response, InFlight inFlight, String requestId) {
        this.request = request;
        this.response = response;
        this.inFlight = inFlight;
        this.requestId = requestId;
    }

    /** Takes the pen for the endpoint's next piece. If so, {@link #pause} must follow. */
    boolean write() {
        pen.lock();
        if (refused.get()) {
            pen.unlock();
            return false;
        }
        return true;
    }

    void pause() {
        pen.unlock();
    }

    /** Refuses in place of an endpoint, unless that is writing at this moment or has begun to. Returns whether it did. */
    boolean preempt(Refusal refusal) throws IOException {
        if (!pen.tryLock()) {
            return false;
        }
        try {
            return refuse(refusal);
        } finally {
            pen.unlock();
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
        BrowserAdvice.give(response::setHeader);
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

    /** Whether the gateway has answered, so that what the endpoint still writes is dropped. */
    boolean refused() {
        return refused.get();
    }

    /** Says goodbye on a connection that is not to carry another request. */
    void farewell() {
        if (inFlight.draining() && !response.isCommitted()) {
            response.setHeader("Connection", "close");
        }
    }

    void sent(long more) {
        bytes.lazySet(bytes.get() + more);
    }

    long bytes() {
        return bytes.get();
    }
}
