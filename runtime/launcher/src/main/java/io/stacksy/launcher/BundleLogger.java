package io.stacksy.launcher;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.service.log.FormatterLogger;
import org.osgi.service.log.LoggerConsumer;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.spi.LoggingEventBuilder;

/** A logger of OSGi's log service: says under whose name it is logged, and hands the line on. OSGi has five forms for each level. Thread-safe. */
final class BundleLogger implements FormatterLogger {
    private final Logger log;
    private final String bundle;
    private final Style style;
    private final Consumer<Line> errors;

    /** How arguments come into a message. */
    enum Style {
        /** In place of {@code {}}. */
        BRACES,
        /** As by {@link String#format}. */
        PRINTF
    }

    /** A line of a log. */
    record Line(String logger, String message, @Nullable Throwable cause) {}

    /**
     * @param bundle whose logger it is
     * @param errors is told of each error too
     */
    BundleLogger(Logger log, String bundle, Style style, Consumer<Line> errors) {
        this.log = log;
        this.bundle = bundle;
        this.style = style;
        this.errors = errors;
    }

    @Override
    public String getName() {
        return log.getName();
    }

    private void write(Level level, String format, @Nullable Object... arguments) {
        if (!log.isEnabledForLevel(level)) {
            return;
        }
        Throwable cause = MessageFormatter.getThrowableCandidate(arguments);
        Object[] texts = cause == null ? arguments : Arrays.copyOf(arguments, arguments.length - 1);
        String message =
                switch (style) {
                    case BRACES -> MessageFormatter.basicArrayFormat(format, texts);
                    case PRINTF -> String.format(format, texts);
                };
        write(level, new Line(log.getName(), message, cause));
    }

    void write(Level level, Line line) {
        LoggingEventBuilder event = log.atLevel(level).addKeyValue("bundle", bundle);
        event.setCause(line.cause()).log(line.message());
        if (level == Level.ERROR) {
            errors.accept(line);
        }
    }

    @Override
    public boolean isTraceEnabled() {
        return log.isTraceEnabled();
    }

    @Override
    public void trace(String message) {
        write(Level.TRACE, message);
    }

    @Override
    public void trace(String format, @Nullable Object argument) {
        write(Level.TRACE, format, argument);
    }

    @Override
    public void trace(String format, @Nullable Object first, @Nullable Object second) {
        write(Level.TRACE, format, first, second);
    }

    @Override
    public void trace(String format, @Nullable Object... arguments) {
        write(Level.TRACE, format, arguments);
    }

    @Override
    public <E extends Exception> void trace(LoggerConsumer<E> consumer) throws E {
        if (log.isTraceEnabled()) {
            consumer.accept(this);
        }
    }

    @Override
    public boolean isDebugEnabled() {
        return log.isDebugEnabled();
    }

    @Override
    public void debug(String message) {
        write(Level.DEBUG, message);
    }

    @Override
    public void debug(String format, @Nullable Object argument) {
        write(Level.DEBUG, format, argument);
    }

    @Override
    public void debug(String format, @Nullable Object first, @Nullable Object second) {
        write(Level.DEBUG, format, first, second);
    }

    @Override
    public void debug(String format, @Nullable Object... arguments) {
        write(Level.DEBUG, format, arguments);
    }

    @Override
    public <E extends Exception> void debug(LoggerConsumer<E> consumer) throws E {
        if (log.isDebugEnabled()) {
            consumer.accept(this);
        }
    }

    @Override
    public boolean isInfoEnabled() {
        return log.isInfoEnabled();
    }

    @Override
    public void info(String message) {
        write(Level.INFO, message);
    }

    @Override
    public void info(String format, @Nullable Object argument) {
        write(Level.INFO, format, argument);
    }

    @Override
    public void info(String format, @Nullable Object first, @Nullable Object second) {
        write(Level.INFO, format, first, second);
    }

    @Override
    public void info(String format, @Nullable Object... arguments) {
        write(Level.INFO, format, arguments);
    }

    @Override
    public <E extends Exception> void info(LoggerConsumer<E> consumer) throws E {
        if (log.isInfoEnabled()) {
            consumer.accept(this);
        }
    }

    @Override
    public boolean isWarnEnabled() {
        return log.isWarnEnabled();
    }

    @Override
    public void warn(String message) {
        write(Level.WARN, message);
    }

    @Override
    public void warn(String format, @Nullable Object argument) {
        write(Level.WARN, format, argument);
    }

    @Override
    public void warn(String format, @Nullable Object first, @Nullable Object second) {
        write(Level.WARN, format, first, second);
    }

    @Override
    public void warn(String format, @Nullable Object... arguments) {
        write(Level.WARN, format, arguments);
    }

    @Override
    public <E extends Exception> void warn(LoggerConsumer<E> consumer) throws E {
        if (log.isWarnEnabled()) {
            consumer.accept(this);
        }
    }

    @Override
    public boolean isErrorEnabled() {
        return log.isErrorEnabled();
    }

    @Override
    public void error(String message) {
        write(Level.ERROR, message);
    }

    @Override
    public void error(String format, @Nullable Object argument) {
        write(Level.ERROR, format, argument);
    }

    @Override
    public void error(String format, @Nullable Object first, @Nullable Object second) {
        write(Level.ERROR, format, first, second);
    }

    @Override
    public void error(String format, @Nullable Object... arguments) {
        write(Level.ERROR, format, arguments);
    }

    @Override
    public <E extends Exception> void error(LoggerConsumer<E> consumer) throws E {
        if (log.isErrorEnabled()) {
            consumer.accept(this);
        }
    }

    @Override
    public void audit(String message) {
        write(Level.ERROR, message);
    }

    @Override
    public void audit(String format, @Nullable Object argument) {
        write(Level.ERROR, format, argument);
    }

    @Override
    public void audit(String format, @Nullable Object first, @Nullable Object second) {
        write(Level.ERROR, format, first, second);
    }

    @Override
    public void audit(String format, @Nullable Object... arguments) {
        write(Level.ERROR, format, arguments);
    }
}
