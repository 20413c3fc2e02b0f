package io.stacksy.gateway;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends an exchange when its asynchronous answer has ended, whichever way. */
final class Completion implements AsyncListener {
    private static final Logger LOG = LoggerFactory.getLogger(Completion.class);

    private final Exchange exchange;

    Completion(Exchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public void onComplete(AsyncEvent event) {
        exchange.complete();
    }

    @Override
    public void onTimeout(AsyncEvent event) throws IOException {
        if (exchange.reply().refuse(Refusal.timedOut())) {
            exchange.end();
        }
    }

    /** The client is gone, or the endpoint's own thread failed. The container goes on to {@link #onComplete}. */
    @Override
    public void onError(AsyncEvent event) {
        LOG.debug("request {} ended early", exchange.requestId(), event.getThrowable());
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        event.getAsyncContext().addListener(this);
    }
}
