package io.stacksy.gateway;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Closes connections whose request's head, or TLS handshake before it, does not get complete in time. An idle timeout does not see them, as they are
 * never silent for long.
 */
final class SlowHeads extends AbstractLifeCycle {
    private final ServerConnector connector;
    private final Duration patience;
    private volatile Scheduler.@Nullable Task next;

    SlowHeads(ServerConnector connector, Duration patience) {
        this.connector = connector;
        this.patience = patience;
    }

    @Override
    protected void doStart() {
        schedule();
    }

    @Override
    protected void doStop() {
        Scheduler.Task scheduled = next;
        if (scheduled != null) {
            scheduled.cancel();
        }
    }

    private void schedule() {
        next = connector.getScheduler().schedule(this::sweep, patience.toMillis() / 10, TimeUnit.MILLISECONDS);
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
        if (isRunning()) {
            schedule();
        }
    }
}
