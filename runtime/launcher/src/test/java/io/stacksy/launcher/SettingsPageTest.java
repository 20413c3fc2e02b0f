package io.stacksy.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Keeps {@code docs/settings.md} the same as the table in the code; writes it with {@code -Dsettings.write=true}. */
class SettingsPageTest {
    private static final Path PAGE = Path.of("../../docs/settings.md");

    @Test
    void thePageSaysWhatTheCodeDeclares() throws IOException {
        String page = page();
        if (Boolean.getBoolean("settings.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE)
                .as("regenerate it: mvn -f runtime/launcher/pom.xml test -Dtest=SettingsPageTest -Dsettings.write=true")
                .hasContent(page);
    }

    private static String page() {
        StringBuilder page = new StringBuilder(
                """
                # Settings

                Generated from the declarations in `runtime/launcher` (`Setting`); do not edit.

                A setting is taken from the first of these that has it: the option of `stacksy run` (`--port`, `--host`,
                `--data`), the environment, the file named with `--config`, `etc/stacksy.properties`, the default. Empty is the
                same as not set. An unknown `STACKSY_*` name, an unknown key in a file or a value that a setting does not take
                stops the start with exit code 2.

                Durations: `500ms` `30s` `10m` `24h` `7d`. Sizes: `512KiB` `10MiB`. A secret may also stand in a file, which the
                name with `_FILE` (in a file of settings: `.file`) names.

                `STACKSY_URL` and `STACKSY_TOKEN` are the client's. `STACKSY_JAVA_OPTIONS` has options for the node's JVM, such
                as `-Xmx512m`; they come after the node's own.

                What is live can be changed while nodes run, by `stacksy settings` or `PUT /admin/settings/{name}`: see
                [operating](operating.md#settings-while-nodes-run). What an operator has set there wins over all of the above.

                | environment | in a file | kind | default | live | what it takes | what it does | configures |
                | --- | --- | --- | --- | --- | --- | --- | --- |
                """);
        for (Setting setting : Setting.values()) {
            page.append("| `%s`%s | `%s` | %s | %s | %s | %s | %s | %s |\n"
                    .formatted(
                            setting.variable(),
                            setting.kind().isSecret() ? " `" + setting.variable() + "_FILE`" : "",
                            setting.property(),
                            setting.kind().name(),
                            setting.defaultText().isEmpty() ? "" : "`" + setting.defaultText() + "`",
                            setting.live() ? "yes" : "",
                            setting.kind().range(),
                            setting.description(),
                            setting.targets().stream()
                                    .map(target -> "`" + target.pid() + "` `" + target.key() + "`")
                                    .collect(Collectors.joining("<br>"))));
        }
        return page.toString();
    }
}
