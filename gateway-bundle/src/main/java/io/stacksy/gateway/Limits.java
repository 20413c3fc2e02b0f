package io.stacksy.gateway;

import java.time.Duration;
import org.eclipse.jetty.http2.WindowRateControl;
import org.eclipse.jetty.http2.server.AbstractHTTP2ServerConnectionFactory;

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

    /** How many requests may be under way on one connection of HTTP/2. */
    static final int HTTP2_STREAMS = 100;

    static final int HTTP2_SETTINGS = 16;

    /** How often a second one may send what costs its sender nothing, such as pings and requests taken back. */
    static final int HTTP2_IDLE_FRAMES_PER_SECOND = 128;

    private Limits() {}

    /** Holds connections of HTTP/2 to them. */
    static void set(AbstractHTTP2ServerConnectionFactory http2) {
        http2.setMaxConcurrentStreams(HTTP2_STREAMS);
        http2.setMaxSettingsKeys(HTTP2_SETTINGS);
        http2.setRateControlFactory(new WindowRateControl.Factory(HTTP2_IDLE_FRAMES_PER_SECOND));
        http2.setConnectProtocolEnabled(false);
    }
}
