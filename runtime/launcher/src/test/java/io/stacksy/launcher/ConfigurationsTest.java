package io.stacksy.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationsTest {
    private final Path folder;

    ConfigurationsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void givesADurationInTheUnitThatTheKeyEndsWith() throws IOException {
        Configurations configurations =
                configurations(Map.of(Setting.DRAIN_TIMEOUT, Duration.ofSeconds(2), Setting.MAX_BODY_BYTES, 7L));
        assertThat(configurations.of("io.stacksy.gateway"))
                .containsEntry("drain.timeout.millis", 2_000L)
                .containsEntry("max.body.bytes", 7L)
                .containsEntry("port", 4711);
        assertThat(configurations.of("io.stacksy.auth.provider"))
                .containsEntry("access.token.ttl.seconds", 600L)
                .doesNotContainKey("admin.password");
    }

    @Test
    void saysWhereTheDatabaseAndTheDataAre() throws IOException {
        Configurations configurations = configurations(Map.of());
        assertThat(configurations.of("io.stacksy.store.postgres"))
                .isEqualTo(Map.of("url", "jdbc:postgresql://h/d", "user", "u", "password", "p"));
        assertThat(configurations.of("io.stacksy.deployer"))
                .containsEntry("data", folder.toRealPath().toString())
                .containsEntry("initial.tools", "tools");
    }

    @Test
    void saysWhomToTrust() throws IOException {
        assertThat(configurations(Map.of()).of("io.stacksy.deployer"))
                .containsEntry("trust", "open")
                .doesNotContainKey("trust.keys");
        assertThat(configurations(Map.of(Setting.TRUST, "signed", Setting.TRUST_KEYS, Path.of("/keys")))
                        .of("io.stacksy.deployer"))
                .containsEntry("trust", "signed")
                .containsEntry("trust.keys", "/keys");
    }

    private Configurations configurations(Map<Setting, Object> values) throws IOException {
        try (DataFolder data = DataFolder.open(folder)) {
            return new Configurations(
                    new Settings(values),
                    4711,
                    data,
                    new Credentials("jdbc:postgresql://h/d", "u", "p"),
                    Path.of("tools"));
        }
    }
}
