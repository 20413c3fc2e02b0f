package io.stacksy.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogLevelsTest {
    private final LoggerContext context = new LoggerContext();

    @Test
    void oneLevelIsForAllButTheLibraries() {
        LogLevels.parse("DEBUG").applyTo(context);
        assertThat(effective("io.stacksy.gateway.Pipeline")).isEqualTo(Level.DEBUG);
        assertThat(effective("org.eclipse.jetty.server")).isEqualTo(Level.INFO);
        LogLevels.parse("info").applyTo(context);
        assertThat(effective("io.stacksy.gateway.Pipeline")).isEqualTo(Level.INFO);
        assertThat(effective("org.eclipse.jetty.server")).isEqualTo(Level.WARN);
        LogLevels.parse("error").applyTo(context);
        assertThat(effective("org.eclipse.jetty.server")).isEqualTo(Level.ERROR);
    }

    @Test
    void aLoggerHasALevelOfItsOwnAndSoHaveThoseBelowIt() {
        LogLevels.parse("warn, io.stacksy.gateway=Debug, org.eclipse.jetty=info")
                .applyTo(context);
        assertThat(effective("io.stacksy.gateway.Pipeline")).isEqualTo(Level.DEBUG);
        assertThat(effective("io.stacksy.store")).isEqualTo(Level.WARN);
        assertThat(effective("org.eclipse.jetty.server")).isEqualTo(Level.INFO);
    }

    @Test
    void whatIsNotSaidAnyMoreDoesNotHold() {
        LogLevels.parse("io.stacksy.gateway=trace").applyTo(context);
        assertThat(effective("io.stacksy.gateway")).isEqualTo(Level.TRACE);
        LogLevels.parse("io.stacksy.store=debug").applyTo(context);
        assertThat(effective("io.stacksy.gateway")).isEqualTo(Level.INFO);
        assertThat(effective("io.stacksy.store")).isEqualTo(Level.DEBUG);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "loud",
                "info,",
                "info,warn",
                "io.stacksy=loud",
                "=debug",
                "io..stacksy=debug",
                "a b=debug",
                "io.stacksy=debug,io.stacksy=info",
                "org.postgresql=debug",
                "org.eclipse.jetty.server=TRACE"
            })
    void refusesWhatIsNoLevelOrWouldTellWhatClientsSend(String text) {
        assertThatThrownBy(() -> LogLevels.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private Level effective(String logger) {
        return context.getLogger(logger).getEffectiveLevel();
    }
}
