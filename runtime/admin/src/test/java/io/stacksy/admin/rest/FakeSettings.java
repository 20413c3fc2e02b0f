package io.stacksy.admin.rest;

import io.stacksy.deploy.Actor;
import io.stacksy.settings.Choice;
import io.stacksy.settings.NodeSetting;
import io.stacksy.settings.NodeSetting.Origin;
import io.stacksy.settings.NodeSettings;
import io.stacksy.settings.SettingException;
import io.stacksy.store.LiveSettings;
import io.stacksy.store.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Three settings in memory, of which RATE can be changed; remembers who changed it. */
final class FakeSettings implements NodeSettings, LiveSettings {
    final List<String> calls = new ArrayList<>();
    boolean away;
    private final Map<String, Choice> chosen = new HashMap<>();

    @Override
    public List<NodeSetting> all() {
        return List.of(named("RATE"), named("PORT"), named("PASSWORD"));
    }

    @Override
    public NodeSetting named(String name) {
        return switch (name) {
            case "RATE" -> setting(name, true, Optional.of("off"), Origin.DEFAULT);
            case "PORT" -> setting(name, false, Optional.of("80"), Origin.COMMAND_LINE);
            case "PASSWORD" -> new NodeSetting(
                    name,
                    "secret",
                    "",
                    false,
                    true,
                    true,
                    Optional.empty(),
                    Optional.empty(),
                    Origin.FILE,
                    Optional.empty());
            default -> throw SettingException.unknown(name, "RATE");
        };
    }

    private NodeSetting setting(String name, boolean live, Optional<String> start, Origin origin) {
        Optional<Choice> choice = Optional.ofNullable(chosen.get(name));
        return new NodeSetting(
                name, "rate", "100/s, or off", live, false, true, Optional.of("off"), start, origin, choice);
    }

    @Override
    public void check(String name, String text) {
        named(name).requireLive();
        if (!text.endsWith("/s")) {
            throw SettingException.badValue(name + " is '" + text + "', not a rate it takes: 100/s, or off");
        }
    }

    @Override
    public CompletableFuture<Void> choose(Map<String, Choice> choices) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void set(String name, String text, Optional<Instant> until, Actor actor) {
        check(name, text);
        available();
        chosen.put(name, new Choice(text, until));
        calls.add("set " + name + " to " + text + " by " + actor.name() + " at " + actor.address());
    }

    @Override
    public void reset(String name, Actor actor) {
        named(name).requireLive();
        available();
        chosen.remove(name);
        calls.add("reset " + name + " by " + actor.name() + " at " + actor.address());
    }

    private void available() {
        if (away) {
            throw StoreException.unavailable(new IllegalStateException("away"));
        }
    }
}
