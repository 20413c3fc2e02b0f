package io.stacksy.gateway;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;

/** The body of an answer as an endpoint writes it: counted, and dropped once the gateway has answered in its place. */
final class CountedOutput extends ServletOutputStream {
    private final ServletOutputStream body;
    private final Reply reply;

    CountedOutput(ServletOutputStream body, Reply reply) {
        this.body = body;
        this.reply = reply;
    }

    @Override
    public void write(int octet) throws IOException {
        if (reply.write()) {
            try {
                reply.farewell();
                body.write(octet);
                reply.sent(1);
            } finally {
                reply.pause();
            }
        }
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        if (reply.write()) {
            try {
                reply.farewell();
                body.write(octets, offset, length);
                reply.sent(length);
            } finally {
                reply.pause();
            }
        }
    }

    @Override
    public void flush() throws IOException {
        if (reply.write()) {
            try {
                reply.farewell();
                body.flush();
            } finally {
                reply.pause();
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (reply.write()) {
            try {
                reply.farewell();
                body.close();
            } finally {
                reply.pause();
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
