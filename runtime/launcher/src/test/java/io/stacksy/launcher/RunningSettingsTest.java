package io.stacksy.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.stacksy.settings.Choice;
import io.stacksy.settings.NodeSetting;
import io.stacksy.settings.NodeSetting.Origin;
import io.stacksy.settings.SettingException;
import io.stacksy.settings.SettingException.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RunningSettingsTest {
    private final List<Settings> given = new ArrayList<>();
    private final CompletableFuture<Void> taken = new CompletableFuture<>();
    private final RunningSettings settings = new RunningSettings(
            new Settings(Map.of(
                    Setting.CORS_ORIGINS, value(Setting.CORS_ORIGINS, "https://a.example", Origin.ENVIRONMENT),
                    Setting.DATABASE_URL, value(Setting.DATABASE_URL, "jdbc:postgresql://h/d?password=x", Origin.FILE),
                    Setting.ADMIN_PASSWORD, value(Setting.ADMIN_PASSWORD, "hidden", Origin.FILE))),
            changed -> {
                given.add(changed);
                return taken;
            });

    private static Value value(Setting setting, String text, Origin origin) {
        return Value.of(setting, text, setting.name(), origin);
    }

    @Test
    void showsEverySettingAndWhereItsValueComesFrom() {
        assertThat(settings.all()).extracting(NodeSetting::name).contains("PORT", "API_KEY_RATE");
        NodeSetting origins = settings.named("CORS_ORIGINS");
        assertThat(origins.value()).contains("https://a.example");
        assertThat(origins.source()).isEqualTo(Origin.ENVIRONMENT);
        assertThat(origins.live()).isTrue();
        NodeSetting window = settings.named("ROLLBACK_WINDOW");
        assertThat(window.value()).contains("10m");
        assertThat(window.source()).isEqualTo(Origin.DEFAULT);
        assertThat(settings.named("DROP_FOLDER").isSet()).isFalse();
    }

    @Test
    void showsNoSecretButThatThereIsOne() {
        assertThat(settings.all()).noneMatch(setting -> setting.toString().matches(".*(hidden|password=x).*"));
        assertThat(settings.named("ADMIN_PASSWORD").isSet()).isTrue();
        assertThat(settings.named("MASTER_KEY").isSet()).isFalse();
    }

    @Test
    void nothingThatMayHoldASecretCanBeChanged() {
        assertThat(Arrays.stream(Setting.values()).filter(Setting::live))
                .isNotEmpty()
                .noneMatch(setting -> setting.kind().mayHoldSecret());
    }

    @Test
    void whatOperatorsChooseCountsInPlaceOfTheStart() {
        Choice choice = new Choice("https://b.example", Optional.of(Instant.EPOCH));
        assertThat(settings.choose(Map.of("CORS_ORIGINS", choice))).isSameAs(taken);
        assertThat(settings.taken()).isSameAs(taken);
        assertThat(given.get(0).text(Setting.CORS_ORIGINS)).isEqualTo("https://b.example");
        NodeSetting origins = settings.named("CORS_ORIGINS");
        assertThat(origins.value()).contains("https://b.example");
        assertThat(origins.source()).isEqualTo(Origin.OPERATOR);
        assertThat(origins.atStart()).contains("https://a.example");
        assertThat(origins.choice()).contains(choice);

        CompletableFuture<Void> unused = settings.choose(Map.of());
        assertThat(given.get(1).text(Setting.CORS_ORIGINS)).isEqualTo("https://a.example");
        assertThat(settings.named("CORS_ORIGINS").source()).isEqualTo(Origin.ENVIRONMENT);
    }

    @Test
    void theSameChoicesAgainChangeNothing() {
        for (int i = 0; i < 3; i++) {
            CompletableFuture<Void> unused =
                    settings.choose(Map.of("RATE_LIMIT_DEFAULT", new Choice("5/s", Optional.empty())));
        }
        assertThat(given).hasSize(1);
    }

    @Test
    void whatThisNodeDoesNotTakeIsLeftOut() {
        Optional<Instant> always = Optional.empty();
        CompletableFuture<Void> unused = settings.choose(Map.of(
                "OF_A_NEWER_NODE", new Choice("x", always),
                "PORT", new Choice("1", always),
                "ROLLBACK_WINDOW", new Choice("9y", always),
                "TOOL_CONCURRENCY", new Choice("7", always)));
        assertThat(given.get(0).value(Setting.TOOL_CONCURRENCY)).isEqualTo(7);
        assertThat(given.get(0).port()).isEqualTo(8080);
        assertThat(settings.named("ROLLBACK_WINDOW").source()).isEqualTo(Origin.DEFAULT);
    }

    @Test
    void aChangeIsRefusedWithWhatWouldDo() {
        settings.check("RATE_LIMIT_DEFAULT", "100/s");
        settings.check("CORS_ORIGINS", "");
        refused(
                "RATE_LIMIT_DEFAULT",
                "fast",
                Reason.BAD_VALUE,
                "RATE_LIMIT_DEFAULT is 'fast', not a rate it takes: 100/s, 6000/m and the like, or off (default off)");
        refused("RATE_LIMIT_DEFAULT", "", Reason.BAD_VALUE, "RATE_LIMIT_DEFAULT is ''");
        refused("CORS_ORIGINS", "https://a".repeat(500), Reason.BAD_VALUE, "is at most 4000 characters");
        refused("LOG_LEVEL", "info,\na=debug", Reason.BAD_VALUE, "none of them a control character");
        refused(
                "PORT",
                "1",
                Reason.NOT_LIVE,
                "PORT cannot be changed while the node runs: set STACKSY_PORT and start the node again");
        refused("rate.limit.default", "1/s", Reason.UNKNOWN, "did you mean RATE_LIMIT_DEFAULT?");
    }

    private void refused(String name, String text, Reason reason, String message) {
        assertThatThrownBy(() -> settings.check(name, text))
                .hasMessageContaining(message)
                .asInstanceOf(type(SettingException.class))
                .extracting(SettingException::reason)
                .isEqualTo(reason);
    }
}
