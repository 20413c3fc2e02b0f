package io.stacksy.whiteboard;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A body that is UTF-8 as RFC 3629 has it. Jackson also takes characters in more bytes than they need, and halves of
 * surrogate pairs, which a filter in front may have read otherwise.
 */
final class Utf8Input extends FilterInputStream {
    static final String COMPLAINT = "not UTF-8";

    private static final int LOWEST = 0x80;
    private static final int HIGHEST = 0xbf;

    /** How many bytes of the character are to come, and what the next one may be. */
    private int pending;

    private int lowest = LOWEST;
    private int highest = HIGHEST;

    Utf8Input(InputStream body) {
        super(body);
    }

    @Override
    public int read() throws IOException {
        int octet = super.read();
        if (octet >= LOWEST || pending > 0) {
            check(octet);
        }
        return octet;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = super.read(target, offset, length);
        for (int i = offset; i < offset + read; i++) {
            if (target[i] < 0 || pending > 0) {
                check(target[i] & 0xff);
            }
        }
        if (read < 0 && pending > 0) {
            check(read);
        }
        return read;
    }

    /**
     * Takes the next byte.
     *
     * @param octet negative at the end
     */
    private void check(int octet) throws IOException {
        if (pending > 0) {
            require(octet >= lowest && octet <= highest);
            pending--;
            lowest = LOWEST;
            highest = HIGHEST;
            return;
        }
        require(octet >= 0xc2 && octet <= 0xf4);
        pending = octet < 0xe0 ? 1 : octet < 0xf0 ? 2 : 3;
        switch (octet) {
            case 0xe0 -> lowest = 0xa0;
            case 0xed -> highest = 0x9f;
            case 0xf0 -> lowest = 0x90;
            case 0xf4 -> highest = 0x8f;
            default -> {}
        }
    }

    private static void require(boolean wellFormed) throws IOException {
        if (!wellFormed) {
            throw new JsonParseException((JsonParser) null, COMPLAINT);
        }
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
