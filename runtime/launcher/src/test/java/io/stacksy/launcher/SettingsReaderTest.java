package io.stacksy.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stacksy.settings.NodeSetting.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsReaderTest {
    private final Path folder;

    SettingsReaderTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void everythingHasADefaultThatItTakes() {
        Settings settings = read(Map.of());
        assertThat(settings.port()).isEqualTo(8080);
        assertThat(settings.text(Setting.HOST)).isEqualTo("127.0.0.1");
        assertThat(settings.value(Setting.MAX_BODY_BYTES)).isEqualTo(10L * 1024 * 1024);
        assertThat(settings.value(Setting.REFRESH_TOKEN_TTL)).isEqualTo(Duration.ofDays(30));
        assertThat(settings.has(Setting.DATABASE_URL)).isFalse();
        assertThat(settings.data()).isEqualTo(Path.of("data").toAbsolutePath());
    }

    @Test
    void theCommandLineStandsAboveTheEnvironmentAboveTheGivenFileAboveTheStandardFile() throws IOException {
        write("stacksy.properties", "port = 1", "host = standard", "log.level = warn", "log.format = text");
        Path given = write("given.properties", "port = 2", "host = given", "log.level = debug");
        SettingsReader reader = reader(Map.of("STACKSY_PORT", "3", "STACKSY_HOST", "environment"));
        Settings settings = reader.read(CommandLine.parse(List.of("--port", "4", "--config=" + given)));
        assertThat(settings.port()).isEqualTo(4);
        assertThat(settings.text(Setting.HOST)).isEqualTo("environment");
        assertThat(settings.find(Setting.LOG_LEVEL)).hasValueSatisfying(level -> {
            assertThat(level.text()).isEqualTo("debug");
            assertThat(level.origin()).isEqualTo(Origin.FILE);
        });
        assertThat(settings.find(Setting.PORT).map(Value::origin)).contains(Origin.COMMAND_LINE);
        assertThat(settings.find(Setting.HOST).map(Value::origin)).contains(Origin.ENVIRONMENT);
        assertThat(settings.text(Setting.LOG_FORMAT)).isEqualTo("text");
    }

    @Test
    void emptyIsNotSet() {
        assertThat(read(Map.of("STACKSY_PORT", "", "STACKSY_PUBLIC_URL", " ")).port())
                .isEqualTo(8080);
    }

    @Test
    void anUnknownNameIsRefusedWithTheNearestOneThatIsKnown() throws IOException {
        assertThatThrownBy(() -> read(Map.of("STACKSY_PROT", "80")))
                .isInstanceOf(StartException.class)
                .hasMessage("unknown setting STACKSY_PROT: did you mean STACKSY_PORT?");
        write("stacksy.properties", "drain.time = 3s");
        assertThatThrownBy(() -> read(Map.of())).hasMessage("unknown setting drain.time: did you mean drain.timeout?");
    }

    @Test
    void theClientsVariablesAreLeftToTheClient() {
        assertThat(read(Map.of("STACKSY_URL", "http://a", "STACKSY_TOKEN", "t", "OTHER", "x")))
                .isNotNull();
    }

    @Test
    void aBadValueIsRefusedWithWhatWouldDo() {
        assertThatThrownBy(() -> read(Map.of("STACKSY_PORT", "70000")))
                .hasMessage("STACKSY_PORT is '70000', not a port it takes: 0 to 65535 (default 8080)");
        assertThatThrownBy(() -> read(Map.of("STACKSY_DRAIN_TIMEOUT", "30")))
                .hasMessage("STACKSY_DRAIN_TIMEOUT is '30', not a duration it takes: 0s to 10m (default 30s)");
        assertThatThrownBy(() -> reader(Map.of()).read(CommandLine.parse(List.of("--port=x"))))
                .hasMessageStartingWith("--port is 'x'");
    }

    @Test
    void aBadDatabaseAddressIsNotShownForItMayHoldAPassword() {
        assertThatThrownBy(() -> read(Map.of("STACKSY_DATABASE_URL", "postgres://user:hidden@host/db")))
                .isInstanceOf(StartException.class)
                .hasMessageNotContaining("hidden");
    }

    @Test
    void aSecretMayStandInAFileOfItsOwn() throws IOException {
        Path file = write("secret", " with spaces ");
        assertThat(read(Map.of("STACKSY_ADMIN_PASSWORD_FILE", file.toString())).text(Setting.ADMIN_PASSWORD))
                .isEqualTo(" with spaces ");
        write("stacksy.properties", "admin.password.file = " + file);
        assertThat(read(Map.of()).text(Setting.ADMIN_PASSWORD)).isEqualTo(" with spaces ");
    }

    @Test
    void aSecretIsGivenInOneWayOnly() throws IOException {
        Path file = write("secret", "s");
        assertThatThrownBy(() ->
                        read(Map.of("STACKSY_ADMIN_PASSWORD", "s", "STACKSY_ADMIN_PASSWORD_FILE", file.toString())))
                .hasMessage("both STACKSY_ADMIN_PASSWORD and STACKSY_ADMIN_PASSWORD_FILE are set: leave one out");
        assertThatThrownBy(() -> read(Map.of("STACKSY_PORT_FILE", file.toString())))
                .hasMessageStartingWith("unknown setting STACKSY_PORT_FILE");
    }

    @Test
    void aFileThatIsNotThereIsRefused() {
        CommandLine commandLine =
                CommandLine.parse(List.of("--config", folder.resolve("none").toString()));
        assertThatThrownBy(() -> reader(Map.of()).read(commandLine)).hasMessageStartingWith("cannot read ");
    }

    @Test
    void aDatabaseUserWithoutADatabaseIsRefused() {
        assertThatThrownBy(() -> read(Map.of("STACKSY_DATABASE_USER", "me")))
                .hasMessageContaining("STACKSY_DATABASE_URL");
    }

    @Test
    void aCertificateAndItsKeyGoTogether() throws IOException {
        String file = write("tls.pem", "PEM").toString();
        assertThatThrownBy(() -> read(Map.of("STACKSY_TLS_CERT", file)))
                .hasMessage(
                        "STACKSY_TLS_CERT is set, but no STACKSY_TLS_KEY: set it, or leave out both for a node without"
                                + " TLS");
        assertThatThrownBy(() -> read(Map.of("STACKSY_TLS_KEY", file))).hasMessageContaining("no STACKSY_TLS_CERT");
        assertThatThrownBy(() -> read(Map.of("STACKSY_TLS_KEY", file, "STACKSY_TLS_CERT", "nowhere.crt")))
                .hasMessage(
                        "STACKSY_TLS_CERT is 'nowhere.crt', not a file it takes: one that is there and can be read");
        assertThat(read(Map.of("STACKSY_TLS_KEY", file, "STACKSY_TLS_CERT", file))
                        .text(Setting.TLS_CERT))
                .isEqualTo(file);
    }

    @Test
    void whoTakesOnlySignedToolsSaysWhoseSignaturesCount() throws IOException {
        assertThatThrownBy(() -> read(Map.of("STACKSY_TRUST", "signed"))).hasMessageContaining("STACKSY_TRUST_KEYS");
        assertThatThrownBy(() -> read(Map.of("STACKSY_TRUST", "Signed")))
                .hasMessage("STACKSY_TRUST is 'Signed', not a choice it takes: open, signed (default open)");
        assertThatThrownBy(() -> read(Map.of("STACKSY_TRUST", "signed", "STACKSY_TRUST_KEYS", "nowhere.keys")))
                .hasMessage(
                        "STACKSY_TRUST_KEYS is 'nowhere.keys', not a path it takes: a file or a folder that is there");
        Path keys = write("ann.keys", "ann AAAA");
        Settings settings = read(Map.of("STACKSY_TRUST", "signed", "STACKSY_TRUST_KEYS", keys.toString()));
        assertThat(settings.text(Setting.TRUST)).isEqualTo("signed");
        assertThat(settings.value(Setting.TRUST_KEYS)).isEqualTo(keys);
    }

    private Settings read(Map<String, String> environment) {
        return reader(environment).read(CommandLine.parse(List.of()));
    }

    private SettingsReader reader(Map<String, String> environment) {
        return new SettingsReader(environment, folder.resolve("stacksy.properties"));
    }

    private Path write(String name, String... lines) throws IOException {
        return Files.write(folder.resolve(name), List.of(lines));
    }
}
