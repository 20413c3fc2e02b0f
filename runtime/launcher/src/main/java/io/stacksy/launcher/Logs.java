package io.stacksy.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.jul.LevelChangePropagator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.io.PrintStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Where log lines go: standard output, from a queue, so that no one waits for whoever reads them. */
final class Logs implements AutoCloseable {
    private static final int QUEUE = 8_192;
    private static final int FLUSH_MILLIS = 2_000;
    private static final String TEXT = "%d{HH:mm:ss.SSS} %-5level %logger{30} - %msg %kvp %mdc%n%ex";

    private final LoggerContext context;

    private Logs(LoggerContext context) {
        this.context = context;
    }

    /**
     * Opens the log.
     *
     * @param out is closed with the log
     */
    static Logs open(String format, LogLevels levels, PrintStream out) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();

        OutputStreamAppender<ILoggingEvent> writer = new OutputStreamAppender<>();
        writer.setContext(context);
        writer.setEncoder(encoder(format, context));
        writer.setOutputStream(out);
        writer.start();

        AsyncAppender queue = new AsyncAppender();
        queue.setContext(context);
        queue.setQueueSize(QUEUE);
        queue.setNeverBlock(true);
        queue.setMaxFlushTime(FLUSH_MILLIS);
        queue.addAppender(writer);
        queue.start();

        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(queue);
        levels.applyTo(context);
        bridgeJavaLogging(context);
        System.setOut(new PrintStream(new PrintedLines(context.getLogger("stdout")), true, UTF_8));
        return new Logs(context);
    }

    private static Encoder<ILoggingEvent> encoder(String format, LoggerContext context) {
        if (format.equals("json")) {
            JsonEncoder encoder = new JsonEncoder();
            encoder.setContext(context);
            encoder.start();
            return encoder;
        }
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(TEXT);
        encoder.start();
        return encoder;
    }

    private static void bridgeJavaLogging(LoggerContext context) {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        LevelChangePropagator levels = new LevelChangePropagator();
        levels.setContext(context);
        levels.setResetJUL(true);
        levels.start();
        context.addListener(levels);
    }

    /** Logs from other severities on. */
    void change(LogLevels levels) {
        levels.applyTo(context);
    }

    /** Logs where a failure comes from, for who wants to know more than its one line. */
    void explain(StartException failure) {
        context.getLogger(Launcher.class).debug("the node does not start", failure);
    }

    /** Writes what is in the queue. */
    @Override
    public void close() {
        context.stop();
    }
}
