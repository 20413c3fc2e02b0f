package io.stacksy.launcher;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.apache.felix.framework.Logger;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogListener;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Takes what the framework and OSGi's log service have to say to where all else is logged. */
final class FrameworkLog extends Logger implements LogListener {
    private final org.slf4j.Logger log = LoggerFactory.getLogger("org.apache.felix.framework");
    private volatile String lastError = "nothing says that it serves";

    /** The last error that a bundle logged, in one line. */
    String lastError() {
        return lastError;
    }

    @Override
    @SuppressWarnings("rawtypes") // as declared
    protected void doLog(
            @Nullable Bundle bundle,
            @Nullable ServiceReference service,
            int level,
            String message,
            @Nullable Throwable throwable) {
        doLog(level, bundle == null ? message : bundle.getSymbolicName() + ": " + message, throwable);
    }

    @Override
    protected void doLog(int level, String message, @Nullable Throwable throwable) {
        LoggingEventBuilder event =
                switch (level) {
                    case LOG_ERROR -> log.atError();
                    case LOG_WARNING -> log.atWarn();
                    case LOG_INFO -> log.atInfo();
                    default -> log.atDebug();
                };
        event.setCause(throwable).log(message);
    }

    @Override
    public void logged(LogEntry entry) {
        org.slf4j.Logger to = LoggerFactory.getLogger(entry.getLoggerName());
        LoggingEventBuilder event =
                switch (entry.getLogLevel()) {
                    case AUDIT, ERROR -> to.atError();
                    case WARN -> to.atWarn();
                    case INFO -> to.atInfo();
                    case DEBUG -> to.atDebug();
                    case TRACE -> to.atTrace();
                };
        if (entry.getBundle() != null) {
            event = event.addKeyValue("bundle", entry.getBundle().getSymbolicName());
        }
        event.setCause(entry.getException()).log(entry.getMessage());
        if (entry.getLogLevel() == LogLevel.ERROR) {
            String trace = entry.getException() == null ? "" : " (" + Missing.cause(trace(entry.getException())) + ")";
            lastError = entry.getLoggerName() + ": " + entry.getMessage() + trace;
        }
    }

    private static String trace(Throwable throwable) {
        StringWriter trace = new StringWriter();
        throwable.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }
}
