package io.stacksy.gateway;

import java.time.Duration;

/** How much of a request the gateway takes, beside its body. */
final class Limits {
    static final int HEADER_BYTES = 16 * 1024;
    static final int URI_BYTES = 8 * 1024;
    static final int HEADER_FIELDS = 100;

    /** How long a request's head may take, from its first byte to its last. */
    static final Duration HEAD_TIME = Duration.ofSeconds(10);

    /** How long reading a body may stand still in all before {@link #BODY_BYTES_PER_SECOND} is asked of it. */
    static final Duration BODY_GRACE = Duration.ofSeconds(10);

    static final long BODY_BYTES_PER_SECOND = 256;

    /** How long the rest of a body is taken, and dropped, from a client that has its answer already. */
    static final Duration LINGER_TIME = Duration.ofSeconds(10);

    private Limits() {}
}
