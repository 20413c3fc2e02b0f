package io.stacksy.gateway;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the node's service without losing a request: to be closed before anything else of the node is stopped. */
@Component(
        service = AutoCloseable.class,
        property = "stacksy.drain=node",
        configurationPid = GatewayConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class Drain implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

    /** How long an idle connection is kept for a request that its client is just sending. */
    private static final Duration LAST_CHANCE = Duration.ofMillis(300);

    /** How long the last answers may take to get through to their clients. */
    private static final Duration LAST_BYTES = Duration.ofSeconds(2);

    private final InFlight inFlight;
    private final HttpConnector connector;
    private final Duration timeout;
    private final AtomicBoolean begun = new AtomicBoolean();

    @Activate
    public Drain(@Reference InFlight inFlight, @Reference HttpConnector connector, GatewayConfig config) {
        this(inFlight, connector, Duration.ofMillis(config.drain_timeout_millis()));
    }

    Drain(InFlight inFlight, HttpConnector connector, Duration timeout) {
        this.inFlight = inFlight;
        this.connector = connector;
        this.timeout = timeout;
    }

    /**
     * Says that the node is not ready, stops listening, waits until nothing is under way or the time is up, and then
     * until the connections are closed. A second call does nothing.
     */
    @Override
    public void close() {
        if (!begun.compareAndSet(false, true)) {
            return;
        }
        long start = System.nanoTime();
        inFlight.drain();
        CompletableFuture<Void> disconnected = connector.stopListening();
        try {
            boolean empty = inFlight.awaitEmpty(timeout);
            connector.closeSilent(LAST_CHANCE);
            if (empty) {
                disconnected.get(LAST_BYTES.toMillis(), TimeUnit.MILLISECONDS);
            }
            report(Duration.ofNanos(System.nanoTime() - start));
        } catch (TimeoutException e) {
            LOG.warn("drained, with connections that do not close", e);
        } catch (ExecutionException e) {
            LOG.warn("drained, but the connector did not stop cleanly", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.warn("drain interrupted requests={}", inFlight.count());
        }
    }

    private void report(Duration took) {
        long left = inFlight.count();
        if (left == 0) {
            LOG.info("drained after={}ms", took.toMillis());
        } else {
            LOG.warn("drain timed out after={}ms requests={}", took.toMillis(), left);
        }
    }
}
