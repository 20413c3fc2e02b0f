package io.stacksy.gateway;

import org.eclipse.jetty.http.BadMessageException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/** Refuses a request with more path and query, or more header fields, than {@link Limits} allow. */
final class HeadLimits implements HttpConfiguration.Customizer {
    @Override
    public Request customize(Request request, HttpFields.Mutable responseHeaders) {
        if (request.getHttpURI().getPathQuery() != null
                && request.getHttpURI().getPathQuery().length() > Limits.URI_BYTES) {
            throw new BadMessageException(HttpStatus.URI_TOO_LONG_414);
        }
        if (request.getHeaders().size() > Limits.HEADER_FIELDS) {
            throw new BadMessageException(HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431);
        }
        return request;
    }
}
