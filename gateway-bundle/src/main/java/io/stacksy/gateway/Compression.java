package io.stacksy.gateway;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Dictionary;
import java.util.Set;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;

/** Which answers Jetty compresses for clients that take them so. It adds gzip and unpacks nothing. */
final class Compression {
    static final String CODING = "gzip";

    /** Below that there is little to win, and a body that goes out at once is left as it is. */
    static final int MIN_BYTES = 1_024;

    /** Text. Events are not in it: each is to arrive when it happens. */
    static final Set<String> TYPES = Set.of(
            "application/javascript",
            "application/json",
            "application/manifest+json",
            "application/openmetrics-text",
            "application/problem+json",
            "application/xhtml+xml",
            "application/xml",
            "application/yaml",
            "image/svg+xml",
            "text/calendar",
            "text/css",
            "text/csv",
            "text/html",
            "text/javascript",
            "text/markdown",
            "text/plain",
            "text/xml");

    /**
     * Where a secret may stand beside what the client sent, so that the length of the two together would tell of it, and
     * what browsers sign in to by themselves.
     */
    static final Set<String> SECRET = Set.of("/auth/*", "/admin/users/*", "/system/*");

    private static final String PREFIX = "org.apache.felix.jetty.gzip";

    private Compression() {}

    /** Tells Felix's Jetty. What is flushed goes through at once, compressed too. */
    static void set(Dictionary<String, Object> settings) {
        settings.put(PREFIX + "handler.enable", true);
        settings.put(PREFIX + ".minGzipSize", MIN_BYTES);
        settings.put(PREFIX + ".inflateBufferSize", -1);
        settings.put(PREFIX + ".syncFlush", true);
        settings.put(PREFIX + ".includedMimeTypes", TYPES.toArray(String[]::new));
        settings.put(PREFIX + ".excludedPaths", SECRET.toArray(String[]::new));
    }

    /** Whether whoever sent these takes a compressed answer. */
    static boolean isTaken(HttpFields request) {
        return request.contains(HttpHeader.ACCEPT_ENCODING, CODING);
    }

    /** Whether an answer with this head, of known length, is one to be compressed. */
    static boolean suits(HttpFields answer) {
        return answer.getLongField(HttpHeader.CONTENT_LENGTH) >= MIN_BYTES
                && !answer.contains(HttpHeader.CONTENT_ENCODING)
                && TYPES.contains(HttpField.getValueParameters(answer.get(HttpHeader.CONTENT_TYPE), null));
    }

    /** How many bytes of the body have gone out; less than were written, where they are compressed. */
    static long sent(HttpServletRequest request) {
        return Response.getContentBytesWritten(
                ServletContextRequest.getServletContextRequest(request).getServletContextResponse());
    }
}
