package io.stacksy.gateway;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Looks, before an answer goes out, whether the request's body has come whole, read by somebody or not. Where it has not,
 * the connection cannot carry another request, and the answer says so: without that a client sends its next request into
 * a connection that is about to be closed. An answer sent piece by piece is let go, as its endpoint may still be reading.
 */
final class UnreadBody extends HttpStream.Wrapper {
    private UnreadBody(HttpStream stream) {
        super(stream);
    }

    /** Has it done for each request of HTTP/1 with a body; HTTP/2 ends single streams. */
    static HttpConfiguration.Customizer customizer() {
        return (request, answer) -> {
            if (hasBody(request)) {
                request.addHttpStreamWrapper(UnreadBody::new);
            }
            return request;
        };
    }

    private static boolean hasBody(Request request) {
        HttpFields head = request.getHeaders();
        return request.getConnectionMetaData().getHttpVersion().getVersion() < HttpVersion.HTTP_2.getVersion()
                && (head.contains(HttpHeader.CONTENT_LENGTH) || head.contains(HttpHeader.TRANSFER_ENCODING));
    }

    @Override
    public void send(
            MetaData.Request request,
            MetaData.@Nullable Response response,
            boolean last,
            @Nullable ByteBuffer content,
            Callback callback) {
        if (response != null && last) {
            consumeAvailable(); // tells Jetty to end the connection where something is still to come
        }
        super.send(request, response, last, content, callback);
    }
}
