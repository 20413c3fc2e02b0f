package io.stacksy.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class PrintedLinesTest {
    @Test
    void makesALineOfTheLogOfEachLineThatIsPrinted() {
        Logger log = new LoggerContext().getLogger("stdout");
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        log.addAppender(logged);
        try (PrintStream out = new PrintStream(new PrintedLines(log), true, UTF_8)) {
            out.print("über");
            out.print(" alles\r\n\nzwei\nunfinished");
        }
        assertThat(logged.list).extracting(ILoggingEvent::getFormattedMessage).containsExactly("über alles", "zwei");
    }
}
