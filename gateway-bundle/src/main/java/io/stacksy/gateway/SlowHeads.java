package io.stacksy.gateway;

import java.time.Duration;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;

/**
 * Closes connections whose request's head, or TLS handshake before it, does not get complete in time. An idle timeout does
 * not see them, as they are never silent for long.
 */
final class SlowHeads {
    /** How often it is looked within that time. */
    private static final int LOOKS = 10;

    private final ServerConnector connector;
    private final Duration patience;

    private SlowHeads(ServerConnector connector, Duration patience) {
        this.connector = connector;
        this.patience = patience;
    }

    /** Looks for them on {@code connector} as long as what it returns is started. */
    static Repeated on(ServerConnector connector, Duration patience) {
        SlowHeads heads = new SlowHeads(connector, patience);
        return new Repeated(connector.getScheduler(), patience.dividedBy(LOOKS), heads::sweep);
    }

    private boolean isOverdue(@Nullable Connection connection, long now) {
        if (connection instanceof SslConnection tls) {
            return isOverdue(tls.getSslEndPoint().getConnection(), now);
        }
        return connection instanceof StrictConnection http
                ? http.isHeadOverdue(now, patience)
                : connection instanceof Negotiation negotiation && negotiation.isOverdue(now, patience);
    }

    private void sweep() {
        long now = System.nanoTime();
        for (EndPoint endPoint : connector.getConnectedEndPoints()) {
            if (isOverdue(endPoint.getConnection(), now)) {
                endPoint.close();
            }
        }
    }
}
