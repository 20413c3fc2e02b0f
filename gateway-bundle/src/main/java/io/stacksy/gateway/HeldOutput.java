package io.stacksy.gateway;

import io.stacksy.store.IdempotencyKeys;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * The body of an answer that is to be kept for repeats: held back until it is whole and on record, so that whoever has it
 * can rely on that. One that is too large, or comes piece by piece, goes through from then on and is not kept. Used by one
 * thread after the other, as the endpoint's own output is.
 */
final class HeldOutput extends ServletOutputStream {
    private static final String EVENTS = "text/event-stream";

    private final EndpointResponse response;
    private final ServletOutputStream onward;
    private final Reply reply;
    private final KeyClaim claim;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private boolean flushed;
    private boolean closed;
    private boolean through;

    HeldOutput(EndpointResponse response, ServletOutputStream onward, Reply reply, KeyClaim claim) {
        this.response = response;
        this.onward = onward;
        this.reply = reply;
        this.claim = claim;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        if (length > 0 && (flushed || held.size() + length > IdempotencyKeys.MAX_BYTES)) {
            letThrough();
        }
        if (through) {
            onward.write(octets, offset, length);
        } else if (!closed) {
            held.write(octets, offset, length);
        }
    }

    /** Containers flush at the end of an answer; what is written after that makes it one that comes piece by piece. */
    @Override
    public void flush() throws IOException {
        flushed = true;
        String type = response.getContentType();
        if (type != null && type.regionMatches(true, 0, EVENTS, 0, EVENTS.length())) {
            letThrough();
        }
        if (through) {
            onward.flush();
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        if (through) {
            onward.close();
        }
    }

    /** Forgets what is held, for the endpoint begins anew. */
    void clear() {
        held.reset();
        flushed = false;
        closed = false;
    }

    /** Forgets what is held and takes nothing more, for the endpoint ends with a bare status. Returns whether it may. */
    boolean cutShort() {
        if (through) {
            return false;
        }
        clear();
        closed = true;
        return true;
    }

    /** The answer is whole. */
    void end() throws IOException {
        pass(() -> claim.answer(response, held.toByteArray()));
    }

    private void letThrough() throws IOException {
        if (!closed) {
            pass(claim::spend);
        }
    }

    /** Sends on what is held. The pen is held all the while, or the gateway could say meanwhile that there is no answer. */
    private void pass(Runnable record) throws IOException {
        if (through) {
            return;
        }
        through = true;
        if (reply.write()) {
            try {
                record.run();
                if (held.size() > 0) {
                    held.writeTo(onward);
                }
            } finally {
                reply.pause();
            }
        }
        held.reset();
    }

    @Override
    public boolean isReady() {
        return !through || onward.isReady();
    }

    /** Who writes as the client takes it writes piece by piece. */
    @Override
    public void setWriteListener(WriteListener listener) {
        try {
            letThrough();
        } catch (IOException e) {
            listener.onError(e);
            return;
        }
        onward.setWriteListener(listener);
    }
}
