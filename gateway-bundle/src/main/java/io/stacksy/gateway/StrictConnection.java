package io.stacksy.gateway;

import java.time.Duration;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.internal.HttpConnection;

/** A connection that reads heads with a {@link StrictParser}. */
final class StrictConnection extends HttpConnection {
    StrictConnection(HttpConfiguration configuration, Connector connector, EndPoint endPoint) {
        super(configuration, connector, endPoint);
    }

    @Override
    protected HttpParser newHttpParser(HttpCompliance compliance) {
        HttpParser lenient = super.newHttpParser(compliance);
        HttpParser strict = new StrictParser((HttpParser.RequestHandler) lenient.getHandler(), compliance);
        strict.setHeaderCacheSize(lenient.getHeaderCacheSize());
        strict.setHeaderCacheCaseSensitive(lenient.isHeaderCacheCaseSensitive());
        return strict;
    }

    /** Whether a head has begun longer than {@code patience} ago and is not complete. Read from any thread. */
    boolean isHeadOverdue(long nanos, Duration patience) {
        HttpParser parser = getParser();
        return parser.inHeaderState() && !parser.isStart() && nanos - parser.getBeginNanoTime() > patience.toNanos();
    }
}
