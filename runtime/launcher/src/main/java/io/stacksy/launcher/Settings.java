package io.stacksy.launcher;

import io.stacksy.settings.NodeSetting.Origin;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The value of every {@link Setting} of this node. Immutable. */
final class Settings {
    private final Map<Setting, Value> values;

    /** Takes the values of those that are set; the others have their defaults. */
    Settings(Map<Setting, Value> given) {
        values = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            Value value = given.get(setting);
            if (value != null) {
                values.put(setting, value);
            } else if (!setting.defaultText().isEmpty()) {
                values.put(setting, Value.of(setting, setting.defaultText(), setting.name(), Origin.DEFAULT));
            }
        }
    }

    /** These, but for those that have another value in {@code others}. */
    Settings with(Map<Setting, Value> others) {
        Map<Setting, Value> all = new EnumMap<>(values);
        all.putAll(others);
        return new Settings(all);
    }

    /** Whether {@code setting} has a value, of its own or by default. */
    boolean has(Setting setting) {
        return values.containsKey(setting);
    }

    /** The value with what is known of it; empty where there is none. */
    Optional<Value> find(Setting setting) {
        return Optional.ofNullable(values.get(setting));
    }

    /** The value, in the type that the setting's kind makes. */
    Object value(Setting setting) {
        return find(setting)
                .map(Value::content)
                .orElseThrow(() -> new IllegalArgumentException("not set: " + setting.variable()));
    }

    /** The value as text; empty where there is none. */
    String text(Setting setting) {
        return has(setting) ? value(setting).toString() : "";
    }

    int port() {
        return (int) value(Setting.PORT);
    }

    /** The data folder, whole. */
    Path data() {
        return ((Path) value(Setting.DATA)).toAbsolutePath().normalize();
    }
}
