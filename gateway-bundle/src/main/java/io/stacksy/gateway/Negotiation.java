package io.stacksy.gateway;

import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.alpn.server.ALPNServerConnection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.server.Connector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection while it is being made: the TLS handshake, in which both sides agree on what is spoken then. */
final class Negotiation extends ALPNServerConnection implements SslHandshakeListener {
    private static final Logger LOG = LoggerFactory.getLogger(Negotiation.class);

    private final long begun = System.nanoTime();

    Negotiation(
            Connector connector, EndPoint endPoint, SSLEngine engine, List<String> protocols, String defaultProtocol) {
        super(connector, endPoint, engine, protocols, defaultProtocol);
        engine.setHandshakeApplicationProtocolSelector((any, offered) -> choose(offered));
        ((SslConnection.SslEndPoint) endPoint).getSslConnection().addHandshakeListener(this);
    }

    /** One that both know; null makes the engine refuse the client. */
    private @Nullable String choose(List<String> offered) {
        try {
            select(offered);
            return getProtocol();
        } catch (RuntimeException e) {
            LOG.debug("no protocol in common with {}", offered, e);
            return null;
        }
    }

    /** A client that did not ask gets the default. */
    @Override
    public void handshakeSucceeded(Event event) {
        if (getProtocol() == null) {
            unsupported();
        }
    }

    /** Whether it has been going on for longer than {@code patience}. Read from any thread. */
    boolean isOverdue(long nanos, Duration patience) {
        return nanos - begun > patience.toNanos();
    }
}
