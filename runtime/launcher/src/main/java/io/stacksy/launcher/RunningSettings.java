package io.stacksy.launcher;

import io.stacksy.settings.Choice;
import io.stacksy.settings.NodeSetting;
import io.stacksy.settings.NodeSettings;
import io.stacksy.settings.SettingException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The settings of a node that runs: what it was started with, and what operators put in its place. Thread-safe. */
final class RunningSettings implements NodeSettings {
    private static final Logger LOG = LoggerFactory.getLogger(RunningSettings.class);
    private static final int LONGEST = 4_000;

    private final Settings started;
    private final Function<Settings, CompletableFuture<Void>> parts;
    private Map<String, Choice> heard = Map.of();
    private volatile Map<Setting, Choice> chosen = Map.of();
    private volatile CompletableFuture<Void> taken = CompletableFuture.completedFuture(null);

    /** @param parts hands settings to all parts of the node, and tells when they go by them */
    RunningSettings(Settings started, Function<Settings, CompletableFuture<Void>> parts) {
        this.started = started;
        this.parts = parts;
    }

    @Override
    public List<NodeSetting> all() {
        return Arrays.stream(Setting.values()).map(this::view).toList();
    }

    @Override
    public NodeSetting named(String name) {
        return view(setting(name));
    }

    private NodeSetting view(Setting setting) {
        Optional<Value> start = started.find(setting);
        Optional<Choice> choice = Optional.ofNullable(chosen.get(setting));
        boolean secret = setting.kind().mayHoldSecret();
        return new NodeSetting(
                setting.name(),
                setting.kind().name(),
                setting.kind().range(),
                setting.live(),
                secret,
                start.isPresent() || choice.isPresent(),
                Optional.of(setting.defaultText()).filter(text -> !text.isEmpty()),
                start.filter(value -> !secret).map(Value::text),
                start.map(Value::origin).orElse(NodeSetting.Origin.DEFAULT),
                choice);
    }

    private static Setting setting(String name) {
        for (Setting setting : Setting.values()) {
            if (setting.name().equals(name)) {
                return setting;
            }
        }
        String meant = name.toUpperCase(Locale.ROOT).replace('.', '_');
        throw SettingException.unknown(
                name,
                Nearest.to(
                        meant,
                        Arrays.stream(Setting.values()).map(Setting::name).toList()));
    }

    @Override
    public void check(String name, String text) {
        read(name, text);
    }

    private Value read(String name, String text) {
        Setting setting = setting(name);
        view(setting).requireLive();
        if (text.length() > LONGEST || text.chars().anyMatch(Character::isISOControl)) {
            throw SettingException.badValue(
                    name + " is at most " + LONGEST + " characters, and none of them a control character");
        }
        try {
            return Value.of(setting, text, name, NodeSetting.Origin.OPERATOR);
        } catch (IllegalArgumentException e) {
            throw SettingException.badValue(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public synchronized CompletableFuture<Void> choose(Map<String, Choice> choices) {
        if (choices.equals(heard)) {
            return taken;
        }
        heard = Map.copyOf(choices);
        Map<Setting, Choice> next = new EnumMap<>(Setting.class);
        Map<Setting, Value> values = new EnumMap<>(Setting.class);
        choices.forEach((name, choice) -> {
            try {
                values.put(setting(name), read(name, choice.text()));
                next.put(setting(name), choice);
            } catch (SettingException e) {
                LOG.warn("what an operator has set does not count on this node: {}", e.getMessage());
            }
        });
        tell(next);
        chosen = Map.copyOf(next);
        taken = parts.apply(started.with(values));
        return taken;
    }

    /** Completed when all parts of the node go by what was chosen last. */
    CompletableFuture<Void> taken() {
        return taken;
    }

    private void tell(Map<Setting, Choice> next) {
        StringJoiner changes = new StringJoiner("; ");
        for (Setting setting : Setting.values()) {
            Choice choice = next.get(setting);
            String start = started.find(setting)
                    .map(value -> "'" + value.text() + "' (" + value.origin().label() + ")")
                    .orElse("nothing");
            if (choice != null && !choice.equals(chosen.get(setting))) {
                String until = choice.until().map(end -> " until " + end).orElse("");
                changes.add(setting + " is '" + choice.text() + "'" + until + " in place of " + start);
            } else if (choice == null && chosen.containsKey(setting)) {
                changes.add(setting + " is " + start + " again");
            }
        }
        if (changes.length() > 0) {
            LOG.info("settings by operators: {}", changes);
        }
    }
}
