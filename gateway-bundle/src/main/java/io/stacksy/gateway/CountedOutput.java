package io.stacksy.gateway;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;

/** The body of an answer as an endpoint writes it: counted, and dropped once the gateway has answered in its place. */
final class CountedOutput extends ServletOutputStream {
    private final ServletOutputStream body;
    private final Exchange exchange;

    CountedOutput(ServletOutputStream body, Exchange exchange) {
        this.body = body;
        this.exchange = exchange;
    }

    @Override
    public void write(int octet) throws IOException {
        if (exchange.write()) {
            try {
                exchange.farewell();
                body.write(octet);
                exchange.sent(1);
            } finally {
                exchange.pause();
            }
        }
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        if (exchange.write()) {
            try {
                exchange.farewell();
                body.write(octets, offset, length);
                exchange.sent(length);
            } finally {
                exchange.pause();
            }
        }
    }

    @Override
    public void flush() throws IOException {
        if (exchange.write()) {
            try {
                exchange.farewell();
                body.flush();
            } finally {
                exchange.pause();
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (exchange.write()) {
            try {
                exchange.farewell();
                body.close();
            } finally {
                exchange.pause();
            }
        }
    }

    @Override
    public boolean isReady() {
        return body.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
        body.setWriteListener(listener);
    }
}
