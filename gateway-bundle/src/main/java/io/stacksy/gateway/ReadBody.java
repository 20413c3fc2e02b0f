package io.stacksy.gateway;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.function.Supplier;

/** A body that has been read already, for the endpoint to read as if it came in just now. Not thread-safe. */
final class ReadBody extends ServletInputStream {
    private final ByteArrayInputStream bytes;
    private final Supplier<AsyncContext> context;

    /** @param context where a listener is called; asked for only if there is one */
    ReadBody(byte[] bytes, Supplier<AsyncContext> context) {
        this.bytes = new ByteArrayInputStream(bytes);
        this.context = context;
    }

    @Override
    public int read() {
        return bytes.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        return bytes.read(target, offset, length);
    }

    @Override
    public int available() {
        return bytes.available();
    }

    @Override
    public boolean isFinished() {
        return bytes.available() == 0;
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
        context.get().start(() -> tell(listener));
    }

    private void tell(ReadListener listener) {
        try {
            if (!isFinished()) {
                listener.onDataAvailable();
            }
            if (isFinished()) {
                listener.onAllDataRead();
            }
        } catch (IOException e) {
            listener.onError(e);
        }
    }
}
