package io.stacksy.gateway;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.NanoTime;

/** Makes problems of what the server answers itself: requests that never came to the gateway's servlet. */
final class ProblemErrorHandler extends ErrorHandler {
    private final Metrics metrics;

    ProblemErrorHandler(Metrics metrics) {
        this.metrics = metrics;
    }

    /** Every method gets a body, not only those that a browser sends. */
    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = status(request, response);
        HttpFields.Mutable headers = response.getHeaders();
        String requestId = RequestId.of(
                headers.contains(RequestId.HEADER)
                        ? headers.get(RequestId.HEADER)
                        : request.getHeaders().get(RequestId.HEADER));
        response.setStatus(status);
        byte[] body = HttpStatus.hasNoBody(status)
                ? new byte[0]
                : Problems.body(Problems.of(status, Problems.explanation(status)), path(request), requestId);
        headers.put(RequestId.HEADER, requestId);
        BrowserAdvice.give(headers::put);
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        headers.put(HttpHeader.CONTENT_TYPE, Problems.MEDIA_TYPE);
        headers.put(HttpHeader.CONTENT_LENGTH, body.length);
        if (request.getAttribute(ERROR_EXCEPTION) instanceof HttpException) {
            // what follows on this connection cannot be trusted to begin where a request does
            headers.put(HttpHeader.CONNECTION, "close");
        }
        record(request, status, body.length, requestId);
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }

    /** Where the server could not read the path it puts one that begins with "/bad" in its place. */
    private static String path(Request request) {
        String path = request.getHttpURI().getPath();
        return path == null || path.equals("/badURI") || path.equals("/badMessage") ? "/" : path;
    }

    private static int status(Request request, Response response) {
        return request.getAttribute(ERROR_EXCEPTION) instanceof HttpException refused
                ? refused.getCode()
                : response.getStatus();
    }

    private void record(Request request, int status, int bytesOut, String requestId) {
        Duration duration = Duration.ofNanos(NanoTime.since(request.getBeginNanoTime()));
        Series series = metrics.nowhere().unmatched();
        series.count(Metrics.method(request.getMethod()), status, duration.toNanos());
        AccessLog.write(new AccessLog.Line(
                request.getMethod(),
                series.route(),
                status,
                duration,
                0,
                bytesOut,
                Request.getRemoteAddr(request),
                requestId,
                "",
                "",
                "",
                ""));
    }
}
