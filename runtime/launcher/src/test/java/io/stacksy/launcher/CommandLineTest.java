package io.stacksy.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandLineTest {
    @Test
    void takesAValueBehindAnEqualsSignOrASpace() {
        CommandLine commandLine =
                CommandLine.parse(List.of("--port=80", "--host", "::1", "--data", "d", "--config", "c"));
        assertThat(commandLine.settings())
                .isEqualTo(Map.of(Setting.PORT, "80", Setting.HOST, "::1", Setting.DATA, "d"));
        assertThat(commandLine.config()).contains(Path.of("c"));
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> CommandLine.parse(List.of("--prot", "80")))
                .isInstanceOf(StartException.class)
                .hasMessage("unknown option '--prot'; stacksy run takes --port --host --data --config");
    }

    @Test
    void refusesAnOptionWithoutValue() {
        assertThatThrownBy(() -> CommandLine.parse(List.of("--port"))).hasMessageStartingWith("option --port has no");
        assertThatThrownBy(() -> CommandLine.parse(List.of("--port="))).hasMessageStartingWith("option --port has no");
    }
}
