package io.stacksy.launcher;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.core.spi.ContextAwareBase;

/** Keeps Logback from looking for files, and from logging to standard output until {@link Logs} says where to. */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class NoFileConfigurator extends ContextAwareBase implements Configurator {
    /** For Logback, which looks it up by its name. */
    public NoFileConfigurator() {}

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
