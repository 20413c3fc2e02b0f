package io.stacksy.gateway;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/** The answer as an endpoint gets it to write. An error without a body of its own becomes a problem. */
final class EndpointResponse extends HttpServletResponseWrapper {
    private static final String CACHE_CONTROL = "Cache-Control";

    private final Exchange exchange;
    private final BrowserAdvice advice;
    private @Nullable ServletOutputStream output;
    private @Nullable PrintWriter writer;
    private @Nullable HeldOutput held;

    EndpointResponse(HttpServletResponse response, Exchange exchange, BrowserAdvice advice) {
        super(response);
        this.exchange = exchange;
        this.advice = advice;
    }

    /** Holds the answer back until it is on record. To be called before the endpoint gets this. */
    void hold(KeyClaim claim) throws IOException {
        held = new HeldOutput(this, getOutputStream(), exchange.reply(), claim);
        output = held;
    }

    @Override
    public void setHeader(String name, @Nullable String value) {
        if (!Cors.owns(name)) {
            super.setHeader(name, value);
            advise(name, value);
        }
    }

    @Override
    public void addHeader(String name, String value) {
        if (!Cors.owns(name)) {
            super.addHeader(name, value);
            advise(name, value);
        }
    }

    @Override
    public void setIntHeader(String name, int value) {
        if (!Cors.owns(name)) {
            super.setIntHeader(name, value);
        }
    }

    @Override
    public void addIntHeader(String name, int value) {
        if (!Cors.owns(name)) {
            super.addIntHeader(name, value);
        }
    }

    @Override
    public void setContentType(@Nullable String type) {
        super.setContentType(type);
        advise("Content-Type", type);
    }

    private void advise(String name, @Nullable String value) {
        advice.adapt((HttpServletResponse) getResponse(), name, value);
        if (name.equalsIgnoreCase(Cors.VARY)) {
            exchange.head().vary();
        }
    }

    @Override
    public void setStatus(int status) {
        super.setStatus(status);
        if (status >= 400 && !containsHeader(CACHE_CONTROL)) {
            setHeader(CACHE_CONTROL, "no-store");
        }
    }

    @Override
    public void sendError(int status) throws IOException {
        if (status < 400) {
            super.sendError(status);
        } else if (held != null && held.cutShort()) {
            setStatus(status);
        } else {
            exchange.reply().refuse(Refusal.bare(status));
        }
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        sendError(status);
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        if (output == null) {
            output = new CountedOutput(super.getOutputStream(), exchange.reply());
        }
        return output;
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        if (writer == null) {
            writer = new PrintWriter(
                    new OutputStreamWriter(getOutputStream(), Charset.forName(getCharacterEncoding())), false);
        }
        return writer;
    }

    @Override
    public void flushBuffer() throws IOException {
        if (exchange.reply().refused()) {
            return;
        }
        if (writer != null) {
            writer.flush();
        }
        if (held != null) {
            held.flush();
            return;
        }
        exchange.reply().farewell();
        super.flushBuffer();
    }

    @Override
    public void reset() {
        if (!exchange.reply().refused()) {
            super.reset();
            clear();
            exchange.head().write();
        }
    }

    @Override
    public void resetBuffer() {
        if (!exchange.reply().refused()) {
            super.resetBuffer();
            clear();
        }
    }

    private void clear() {
        if (held != null) {
            held.clear();
        }
    }

    @Override
    public boolean isCommitted() {
        return exchange.reply().refused() || super.isCommitted();
    }

    /** Whether the answer is complete, so that nothing more can be done about it. */
    boolean isOver() {
        return exchange.completed();
    }

    /** The endpoint is done: sends on what it left in the writer, and gives an error without a body a problem. */
    void finish() throws IOException {
        if (writer != null) {
            writer.flush();
        }
        if (held != null) {
            held.end();
        }
        if (getStatus() >= 400 && exchange.reply().bytes() == 0) {
            exchange.reply().refuse(Refusal.bare(getStatus()));
        }
    }

    /** Sends the end of an answer that may be compressed: how long it got is known only then. */
    void close() throws IOException {
        String taken = exchange.request().getHeader("Accept-Encoding");
        if (taken != null
                && taken.contains(Compression.CODING)
                && exchange.reply().bytes() >= Compression.MIN_BYTES) {
            getOutputStream().close();
        }
    }
}
