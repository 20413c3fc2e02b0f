package io.stacksy.store.postgres;

import io.stacksy.settings.Choice;
import io.stacksy.settings.NodeSetting;
import io.stacksy.settings.NodeSetting.Origin;
import io.stacksy.settings.NodeSettings;
import io.stacksy.settings.SettingException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A node with two settings: RATE, which is live and takes what does not begin with a minus, and PORT. */
final class FakeNodeSettings implements NodeSettings {
    private static final Optional<String> NOTHING = Optional.empty();

    volatile Map<String, Choice> chosen = Map.of();

    @Override
    public List<NodeSetting> all() {
        return List.of(named("RATE"), named("PORT"));
    }

    @Override
    public NodeSetting named(String name) {
        return switch (name) {
            case "RATE" -> setting(name, true, Optional.of("off"));
            case "PORT" -> setting(name, false, Optional.of("80"));
            default -> throw SettingException.unknown(name, "RATE");
        };
    }

    private NodeSetting setting(String name, boolean live, Optional<String> start) {
        return new NodeSetting(
                name,
                "text",
                "",
                live,
                false,
                true,
                NOTHING,
                start,
                Origin.ENVIRONMENT,
                Optional.ofNullable(chosen.get(name)));
    }

    @Override
    public void check(String name, String text) {
        named(name).requireLive();
        if (text.startsWith("-")) {
            throw SettingException.badValue("less than nothing");
        }
    }

    @Override
    public CompletableFuture<Void> choose(Map<String, Choice> choices) {
        chosen = Map.copyOf(choices);
        return CompletableFuture.completedFuture(null);
    }
}
