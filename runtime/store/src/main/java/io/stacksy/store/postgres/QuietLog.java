package io.stacksy.store.postgres;

import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogCreator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Flyway's log, one level lower than it would have it: its progress is of interest only when something is wrong. Public, as Flyway
 * makes it by name.
 */
public final class QuietLog implements LogCreator {
    @Override
    public Log createLogger(Class<?> type) {
        return new Lowered(LoggerFactory.getLogger(type));
    }

    private record Lowered(Logger log) implements Log {
        @Override
        public boolean isDebugEnabled() {
            return log.isTraceEnabled();
        }

        @Override
        public void debug(String message) {
            log.trace(message);
        }

        @Override
        public void info(String message) {
            log.debug(message);
        }

        @Override
        public void notice(String message) {
            log.debug(message);
        }

        @Override
        public void warn(String message) {
            log.info(message);
        }

        @Override
        public void error(String message) {
            log.debug(message); // what fails is thrown as well
        }

        @Override
        public void error(String message, Exception e) {
            log.debug(message, e);
        }
    }
}
