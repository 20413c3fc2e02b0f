package io.stacksy.gateway;

import java.util.List;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.NegotiatingServerConnectionFactory;

/** Lets clients choose by ALPN between HTTP/2 and HTTP/1.1, which is also for those that do not choose. */
final class ApplicationProtocols extends NegotiatingServerConnectionFactory {
    static final String NAME = "alpn";

    ApplicationProtocols() {
        super(NAME, "h2", HttpVersion.HTTP_1_1.asString());
        setDefaultProtocol(HttpVersion.HTTP_1_1.asString());
    }

    @Override
    protected AbstractConnection newServerConnection(
            Connector connector, EndPoint endPoint, SSLEngine engine, List<String> protocols, String defaultProtocol) {
        return new Negotiation(connector, endPoint, engine, protocols, defaultProtocol);
    }
}
