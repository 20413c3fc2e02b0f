package io.stacksy.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class JsonEncoderTest {
    private final LoggerContext context = new LoggerContext();

    @Test
    void writesOneObjectALine() {
        LoggingEvent event = event("echo@2.0.0 ready after={}ms", 210);
        assertThat(line(event))
                .isEqualTo("{\"ts\":\"2026-11-01T00:00:00.123Z\",\"level\":\"info\",\"logger\":\"io.stacksy.deployer\","
                        + "\"message\":\"echo@2.0.0 ready after=210ms\",\"thread\":\"main\"}\n");
    }

    @Test
    void makesMembersOfKeysAndValuesNumbersAmongThem() {
        LoggingEvent event = event("request");
        event.addKeyValuePair(new KeyValuePair("status", 200));
        event.addKeyValuePair(new KeyValuePair("duration_ms", 1.5));
        event.addKeyValuePair(new KeyValuePair("cached", true));
        event.addKeyValuePair(new KeyValuePair("client", "127.0.0.1"));
        event.addKeyValuePair(new KeyValuePair("user", null));
        assertThat(line(event))
                .contains("\"status\":200,\"duration_ms\":1.5,\"cached\":true,\"client\":\"127.0.0.1\"}")
                .doesNotContain("user");
    }

    @Test
    void addsWhatTheRequestSaysWhereTheEventDoesNot() {
        LoggingEvent event = event("done");
        event.addKeyValuePair(new KeyValuePair("tool", "links"));
        event.setMDCPropertyMap(Map.of("tool", "other"));
        assertThat(line(event)).contains("\"tool\":\"links\"").doesNotContain("other");
        LoggingEvent other = event("done");
        other.setMDCPropertyMap(Map.of("request_id", "r1"));
        assertThat(line(other)).contains("\"request_id\":\"r1\"");
    }

    @Test
    void letsNothingForgeAMemberOrALine() {
        LoggingEvent event = event("a\"b\\c\nd\te\u0000f\u2028g\ud800h");
        event.addKeyValuePair(new KeyValuePair("level", "forged"));
        String line = line(event);
        assertThat(line)
                .contains("\"message\":\"a\\\"b\\\\c\\nd\\te\\u0000f\\u2028g\\ud800h\"")
                .doesNotContain("forged");
        assertThat(line.lines()).hasSize(1);
    }

    @Test
    void hasAStackTraceInOneMember() {
        LoggingEvent event = event("failed", new IllegalStateException("broken"));
        assertThat(line(event))
                .contains("\"exception\":\"java.lang.IllegalStateException: broken\\n\\tat ")
                .endsWith("\"}\n");
    }

    JsonEncoderTest() {
        context.setMDCAdapter(new LogbackMDCAdapter());
    }

    private LoggingEvent event(String message, Object... arguments) {
        LoggingEvent event = new LoggingEvent(
                "here", context.getLogger("io.stacksy.deployer"), Level.INFO, message, null, arguments);
        event.setInstant(Instant.parse("2026-11-01T00:00:00.123Z"));
        event.setThreadName("main");
        return event;
    }

    private static String line(LoggingEvent event) {
        return new String(new JsonEncoder().encode(event), UTF_8);
    }
}
