package io.stacksy.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.service.log.FormatterLogger;
import org.osgi.service.log.LogService;
import org.osgi.service.log.Logger;
import org.slf4j.LoggerFactory;

class BundleLogsTest {
    private static final String NAME = "test.of.bundle.logs";

    private final ch.qos.logback.classic.Logger target = (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(NAME);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final BundleLogs logs = new BundleLogs();
    private final LogService service = logs.of(bundle("some.bundle"));

    @BeforeEach
    void listen() {
        lines.start();
        target.setLevel(Level.INFO);
        target.addAppender(lines);
    }

    @AfterEach
    void leave() {
        target.detachAppender(lines);
        target.setLevel(null);
    }

    @Test
    void aLineHasItsLoggerItsLevelAndItsBundle() {
        service.getLogger(NAME).warn("{} of {}", "one", 2);

        ILoggingEvent line = lines.list.get(0);
        assertThat(line.getLevel()).isEqualTo(Level.WARN);
        assertThat(line.getFormattedMessage()).isEqualTo("one of 2");
        assertThat(line.getKeyValuePairs()).singleElement().hasToString("bundle=\"some.bundle\"");
    }

    @Test
    void eachTypeOfLoggerFormatsInItsOwnWay() {
        service.getLogger(NAME, Logger.class).info("{}%s", "a");
        service.getLogger(NAME, FormatterLogger.class).info("{}%s", "a");
        service.getLogger(bundle("some.bundle"), NAME, FormatterLogger.class).info("%s", "a", new IOException("why"));

        assertThat(lines.list).extracting(ILoggingEvent::getFormattedMessage).containsExactly("a%s", "{}a", "a");
        assertThat(lines.list.get(2).getThrowableProxy().getMessage()).isEqualTo("why");
        assertThatThrownBy(() -> service.getLogger(NAME, OwnLogger.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there are loggers of the types Logger and FormatterLogger");
    }

    @Test
    void whatOneBundleSaysOfAnotherIsLoggedUnderItsOwnName() {
        ch.qos.logback.classic.Logger own = (ch.qos.logback.classic.Logger) LoggerFactory.getLogger("some.bundle");
        own.addAppender(lines);
        own.setLevel(Level.WARN);
        Logger logger = service.getLogger(bundle("another.bundle"), NAME, Logger.class);
        logger.info("of interest to its authors");
        logger.warn("something is wrong there");
        service.getLogger(Logger.ROOT_LOGGER_NAME).warn("with no name");
        own.detachAppender(lines);
        own.setLevel(null);

        assertThat(lines.list)
                .extracting(ILoggingEvent::getLoggerName)
                .containsExactly("some.bundle." + NAME, "some.bundle");
        assertThat(lines.list.get(0).getKeyValuePairs()).singleElement().hasToString("bundle=\"another.bundle\"");
    }

    @Test
    void whatIsBelowTheLevelIsNotEvenMade() {
        Logger logger = service.getLogger(NAME);
        AtomicBoolean asked = new AtomicBoolean();
        logger.debug("nothing");
        logger.debug(nested -> asked.set(true));

        assertThat(logger.isDebugEnabled()).isFalse();
        assertThat(logger.isInfoEnabled()).isTrue();
        assertThat(asked).isFalse();
        assertThat(lines.list).isEmpty();
    }

    @Test
    void theLastErrorIsRemembered() {
        assertThat(logs.lastError()).isEqualTo("nothing says that it serves");
        service.getLogger(NAME)
                .error("cannot {}", "do it", new IllegalStateException("because", new IOException("of that")));
        assertThat(logs.lastError()).isEqualTo(NAME + ": cannot do it (java.io.IOException: of that)");
        service.getLogger(NAME).warn("not an error");
        service.getLogger(NAME).audit("signed in");
        assertThat(logs.lastError()).isEqualTo(NAME + ": signed in");
    }

    @Test
    @SuppressWarnings("deprecation") // bundles still call it
    void theOldServiceWritesUnderTheNameOfItsBundle() {
        ch.qos.logback.classic.Logger old = (ch.qos.logback.classic.Logger) LoggerFactory.getLogger("some.bundle");
        old.addAppender(lines);
        service.log(LogService.LOG_WARNING, "{} stays", new IOException("why"));
        old.detachAppender(lines);

        assertThat(lines.list).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.WARN);
            assertThat(line.getFormattedMessage()).isEqualTo("{} stays");
            assertThat(line.getThrowableProxy().getMessage()).isEqualTo("why");
        });
    }

    private interface OwnLogger extends Logger {}

    private static Bundle bundle(String name) {
        return (Bundle) Proxy.newProxyInstance(
                BundleLogsTest.class.getClassLoader(), new Class<?>[] {Bundle.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getSymbolicName")) {
                        return name;
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }
}
