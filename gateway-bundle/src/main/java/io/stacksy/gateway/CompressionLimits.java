package io.stacksy.gateway;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/**
 * Keeps compression from where it would be wrong: a range counts the bytes of what is not compressed, and a HEAD, which
 * has no body to compress, is not to promise the length of one that is not.
 */
final class CompressionLimits implements HttpConfiguration.Customizer {
    @Override
    public Request customize(Request request, HttpFields.Mutable answer) {
        if (HttpMethod.HEAD.is(request.getMethod())) {
            answer.ensureField(BareHead.VARY);
            if (Compression.isTaken(request.getHeaders())) {
                request.addHttpStreamWrapper(BareHead::new);
            }
        } else if (request.getHeaders().contains(HttpHeader.RANGE)) {
            return new Uncoded(request);
        }
        return request;
    }

    /** A request as from a client that takes nothing compressed. */
    private static final class Uncoded extends Request.Wrapper {
        private final HttpFields headers;

        Uncoded(Request request) {
            super(request);
            headers = HttpFields.build(request.getHeaders())
                    .remove(HttpHeader.ACCEPT_ENCODING)
                    .asImmutable();
        }

        @Override
        public HttpFields getHeaders() {
            return headers;
        }
    }
}
