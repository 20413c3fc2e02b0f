package io.stacksy.gateway;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** One line of log for each request. */
final class AccessLog {
    private static final Logger LOG = LoggerFactory.getLogger("io.stacksy.access");
    private static final double NANOS_PER_MILLI = 1e6;

    private AccessLog() {}

    /** What there is to say about one answered request. Text that is not known is empty. */
    record Line(
            String method,
            String route,
            int status,
            Duration duration,
            long bytesIn,
            long bytesOut,
            String client,
            String requestId,
            String traceId,
            String tool,
            String revision,
            String user) {}

    static void write(Line line) {
        LoggingEventBuilder event = LOG.atInfo()
                .addKeyValue("method", line.method())
                .addKeyValue("route", line.route())
                .addKeyValue("status", line.status())
                .addKeyValue("duration_ms", line.duration().toNanos() / NANOS_PER_MILLI)
                .addKeyValue("bytes_in", line.bytesIn())
                .addKeyValue("bytes_out", line.bytesOut())
                .addKeyValue("client", line.client())
                .addKeyValue("request_id", line.requestId());
        event = withKnown(event, "trace_id", line.traceId());
        event = withKnown(event, "tool", line.tool());
        event = withKnown(event, "revision", line.revision());
        event = withKnown(event, "user", line.user());
        event.log("request");
    }

    private static LoggingEventBuilder withKnown(LoggingEventBuilder event, String key, String value) {
        return value.isEmpty() ? event : event.addKeyValue(key, value);
    }
}
