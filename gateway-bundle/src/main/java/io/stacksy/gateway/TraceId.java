package io.stacksy.gateway;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The trace that a request belongs to, as the W3C {@code traceparent} header says. */
final class TraceId {
    static final String HEADER = "traceparent";

    /** {@code 00-<32 hex>-<16 hex>-<2 hex>}; later versions of the header may be longer. */
    private static final int LENGTH = 55;

    private static final int TRACE_FROM = 3;
    private static final int TRACE_TO = 35;
    private static final String NONE = "0".repeat(32);

    private TraceId() {}

    /** The 32 hexadecimal digits of the trace; empty where the header is not there or not well-formed. */
    static Optional<String> of(@Nullable String traceparent) {
        if (traceparent == null
                || traceparent.length() < LENGTH
                || traceparent.charAt(2) != '-'
                || traceparent.charAt(TRACE_TO) != '-'
                || traceparent.startsWith("ff")) {
            return Optional.empty();
        }
        String trace = traceparent.substring(TRACE_FROM, TRACE_TO);
        return isHex(trace) && !trace.equals(NONE) ? Optional.of(trace) : Optional.empty();
    }

    private static boolean isHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
                return false;
            }
        }
        return true;
    }
}
