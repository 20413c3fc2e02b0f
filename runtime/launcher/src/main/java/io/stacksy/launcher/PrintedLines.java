package io.stacksy.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import org.slf4j.Logger;

/** What a bundle prints to standard output, made lines of the log: it is the log that is read there. Thread-safe. */
final class PrintedLines extends OutputStream {
    private static final int LONGEST = 8_192;

    private final Logger log;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    PrintedLines(Logger log) {
        this.log = log;
    }

    @Override
    public synchronized void write(int octet) {
        if (octet != '\n' && octet != '\r') {
            line.write(octet);
        }
        if (octet == '\n' || line.size() == LONGEST) {
            end();
        }
    }

    private void end() {
        if (line.size() > 0) {
            log.info(line.toString(UTF_8));
            line.reset();
        }
    }
}
