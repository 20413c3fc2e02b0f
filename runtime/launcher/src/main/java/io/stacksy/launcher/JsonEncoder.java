package io.stacksy.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.event.KeyValuePair;

/**
 * Writes a log event as one JSON object on one line. What the event, or the request that it happened in, says by key and
 * value are members beside the fixed ones. Thread-safe.
 */
final class JsonEncoder extends EncoderBase<ILoggingEvent> {
    private static final byte[] NOTHING = new byte[0];

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        JsonLine line = new JsonLine();
        line.member("ts", Instant.ofEpochMilli(event.getTimeStamp()).toString());
        line.member("level", event.getLevel().toString().toLowerCase(Locale.ROOT));
        line.member("logger", event.getLoggerName());
        line.member("message", event.getFormattedMessage());
        line.member("thread", event.getThreadName());
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs != null) {
            pairs.forEach(pair -> line.member(pair.key, pair.value));
        }
        for (Map.Entry<String, String> entry : event.getMDCPropertyMap().entrySet()) {
            line.member(entry.getKey(), entry.getValue());
        }
        IThrowableProxy throwable = event.getThrowableProxy();
        if (throwable != null) {
            line.member("exception", ThrowableProxyUtil.asString(throwable));
        }
        return line.end().getBytes(UTF_8);
    }
}
