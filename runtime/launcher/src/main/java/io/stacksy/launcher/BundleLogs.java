package io.stacksy.launcher;

import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.log.FormatterLogger;
import org.osgi.service.log.LogService;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import org.slf4j.event.Level;

/**
 * OSGi's log service, for each bundle its own. Keeps no history, which would hold on to bundles that are gone, and tells
 * nobody of what it is given but the one log of the node. Thread-safe.
 */
final class BundleLogs implements ServiceFactory<LogService> {
    private volatile String lastError = "nothing says that it serves";

    /** Publishes the service, and logs what goes wrong in the framework itself. */
    void register(BundleContext context) {
        context.addFrameworkListener(this::log);
        context.registerService(new String[] {LogService.class.getName(), LoggerFactory.class.getName()}, this, null);
    }

    /** The last error that a bundle logged, in one line. */
    String lastError() {
        return lastError;
    }

    /** The service as that bundle has it. */
    LogService of(Bundle bundle) {
        return new OfBundle(bundle.getSymbolicName());
    }

    @Override
    public LogService getService(Bundle bundle, ServiceRegistration<LogService> registration) {
        return of(bundle);
    }

    @Override
    public void ungetService(Bundle bundle, ServiceRegistration<LogService> registration, LogService service) {
        // it holds nothing
    }

    private void log(FrameworkEvent event) {
        Level level =
                switch (event.getType()) {
                    case FrameworkEvent.ERROR -> Level.ERROR;
                    case FrameworkEvent.WARNING -> Level.WARN;
                    default -> Level.DEBUG;
                };
        String name = "org.apache.felix.framework";
        String bundle = event.getBundle().getSymbolicName();
        logger(bundle, name, BundleLogger.Style.BRACES)
                .write(level, new BundleLogger.Line(name, "event of " + bundle, event.getThrowable()));
    }

    private BundleLogger logger(String bundle, String name, BundleLogger.Style style) {
        return new BundleLogger(org.slf4j.LoggerFactory.getLogger(name), bundle, style, this::remember);
    }

    private void remember(BundleLogger.Line line) {
        Throwable cause = line.cause();
        while (cause != null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        lastError = line.logger() + ": " + line.message() + (cause == null ? "" : " (" + cause + ")");
    }

    private final class OfBundle implements LogService {
        private final String bundle;

        OfBundle(String bundle) {
            this.bundle = bundle;
        }

        @Override
        public Logger getLogger(String name) {
            return typed(bundle, name, Logger.class);
        }

        @Override
        public Logger getLogger(Class<?> named) {
            return getLogger(named.getName());
        }

        @Override
        public <L extends Logger> L getLogger(String name, Class<L> type) {
            return typed(bundle, name, type);
        }

        @Override
        public <L extends Logger> L getLogger(Class<?> named, Class<L> type) {
            return typed(bundle, named.getName(), type);
        }

        @Override
        public <L extends Logger> L getLogger(Bundle about, String name, Class<L> type) {
            String other = about.getSymbolicName();
            // what one bundle says of another has the level of the one that says it
            return typed(other, other.equals(bundle) ? name : bundle + "." + name, type);
        }

        private <L extends Logger> L typed(String about, String name, Class<L> type) {
            String named = name.equals(Logger.ROOT_LOGGER_NAME) ? bundle : name;
            if (type == Logger.class) {
                return type.cast(logger(about, named, BundleLogger.Style.BRACES));
            }
            if (type == FormatterLogger.class) {
                return type.cast(logger(about, named, BundleLogger.Style.PRINTF));
            }
            throw new IllegalArgumentException(
                    "there are loggers of the types Logger and FormatterLogger, not of " + type.getName());
        }

        @Override
        @Deprecated
        public void log(int level, String message) {
            log(level, message, null);
        }

        @Override
        @Deprecated
        public void log(int level, String message, @Nullable Throwable exception) {
            Level named =
                    switch (level) {
                        case LOG_ERROR -> Level.ERROR;
                        case LOG_WARNING -> Level.WARN;
                        case LOG_INFO -> Level.INFO;
                        case LOG_DEBUG -> Level.DEBUG;
                        default -> Level.TRACE;
                    };
            logger(bundle, bundle, BundleLogger.Style.BRACES)
                    .write(named, new BundleLogger.Line(bundle, message, exception));
        }

        @Override
        @Deprecated
        public void log(@Nullable ServiceReference<?> about, int level, String message) {
            log(level, message, null);
        }

        @Override
        @Deprecated
        public void log(@Nullable ServiceReference<?> about, int level, String message, @Nullable Throwable exception) {
            log(level, message, exception);
        }
    }
}
