package io.stacksy.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.settings.NodeSetting.Origin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
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
                configurations(Map.of(Setting.DRAIN_TIMEOUT, "2s", Setting.MAX_BODY_BYTES, "7B"));
        assertThat(configurations.of("io.stacksy.gateway"))
                .containsEntry("drain.timeout.millis", 2_000L)
                .containsEntry("port", 4711);
        assertThat(configurations.of("io.stacksy.gateway.terms")).containsEntry("max.body.bytes", 7L);
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
        assertThat(configurations(Map.of(Setting.TRUST, "signed", Setting.TRUST_KEYS, folder.toString()))
                        .of("io.stacksy.deployer"))
                .containsEntry("trust", "signed")
                .containsEntry("trust.keys", folder.toAbsolutePath().toString());
    }

    @Test
    void changesTheLiveSettingsAndNoOthers() throws IOException {
        Configurations before =
                configurations(Map.of(Setting.CORS_ORIGINS, "https://a.example", Setting.DRAIN_TIMEOUT, "2s"));
        Configurations after =
                before.with(settings(Map.of(Setting.RATE_LIMIT_DEFAULT, "5/s", Setting.DRAIN_TIMEOUT, "3s")));
        assertThat(after.of("io.stacksy.budget")).containsEntry("rate", "5/s");
        assertThat(after.of("io.stacksy.gateway.terms")).doesNotContainKey("cors.origins");
        assertThat(after.of("io.stacksy.gateway")).isEqualTo(before.of("io.stacksy.gateway"));
        assertThat(before.of("io.stacksy.gateway.terms")).containsEntry("cors.origins", "https://a.example");
    }

    private static Settings settings(Map<Setting, String> texts) {
        Map<Setting, Value> values = new EnumMap<>(Setting.class);
        texts.forEach((setting, text) -> values.put(setting, Value.of(setting, text, setting.name(), Origin.FILE)));
        return new Settings(values);
    }

    private Configurations configurations(Map<Setting, String> texts) throws IOException {
        try (DataFolder data = DataFolder.open(folder)) {
            return new Configurations(
                    settings(texts), 4711, data, new Credentials("jdbc:postgresql://h/d", "u", "p"), Path.of("tools"));
        }
    }
}
