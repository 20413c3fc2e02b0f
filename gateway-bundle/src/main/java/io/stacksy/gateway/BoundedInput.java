package io.stacksy.gateway;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.HttpException;

/**
 * A request's body, up to a limit and not slower than {@link Limits} allow. What is wrong with it the gateway answers at
 * once, in whatever way the endpoint then takes the exception.
 */
final class BoundedInput extends ServletInputStream {
    private final ServletInputStream body;
    private final long limit;
    private final Exchange exchange;
    private final LongSupplier ticker;
    private long count;
    private long waitedNanos;

    BoundedInput(ServletInputStream body, long limit, Exchange exchange, LongSupplier ticker) {
        this.body = body;
        this.limit = limit;
        this.exchange = exchange;
        this.ticker = ticker;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int length = read(one, 0, 1);
        return length < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        long before = ticker.getAsLong();
        int read;
        try {
            read = body.read(target, offset, length);
        } catch (IOException e) {
            if (has(HttpException.class, e)) { // as in the framing of its chunks
                exchange.reply().refuse(Refusal.badBody());
            } else if (has(TimeoutException.class, e)) {
                exchange.reply().refuse(Refusal.bodyTooSlow());
            }
            throw e;
        }
        waitedNanos += ticker.getAsLong() - before;
        if (read > 0) {
            count += read;
            exchange.received(read);
            if (count > limit) {
                throw refused(Refusal.bodyTooLarge(limit));
            }
            if (tooSlow()) {
                throw refused(Refusal.bodyTooSlow());
            }
        }
        return read;
    }

    private boolean tooSlow() {
        long patience = Limits.BODY_GRACE.toNanos() + count * 1_000_000_000L / Limits.BODY_BYTES_PER_SECOND;
        return waitedNanos > patience;
    }

    /** Whether that is why reading failed: Jetty throws it as it is, or as a cause. */
    private static boolean has(Class<?> fault, IOException failure) {
        return fault.isInstance(failure) || fault.isInstance(failure.getCause());
    }

    private IOException refused(Refusal refusal) throws IOException {
        exchange.reply().refuse(refusal);
        return new IOException(refusal.getMessage(), refusal);
    }

    @Override
    public int available() throws IOException {
        return body.available();
    }

    @Override
    public void close() throws IOException {
        body.close();
    }

    @Override
    public boolean isFinished() {
        return body.isFinished();
    }

    @Override
    public boolean isReady() {
        return body.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
        body.setReadListener(listener);
    }
}
