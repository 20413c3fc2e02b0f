package io.stacksy.launcher;

import org.apache.felix.framework.Logger;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Takes what the framework has to say to where all else is logged. */
final class FrameworkLog extends Logger {
    private final org.slf4j.Logger log = LoggerFactory.getLogger("org.apache.felix.framework");

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
}
