package io.stacksy.launcher;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/** The value of every {@link Setting} of this node. Immutable. */
final class Settings {
    private final Map<Setting, Object> values;

    /** Takes the values of those that are set; the others have their defaults. */
    Settings(Map<Setting, Object> given) {
        values = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            Object value = given.get(setting);
            if (value != null) {
                values.put(setting, value);
            } else if (!setting.defaultText().isEmpty()) {
                values.put(setting, setting.kind().parser().apply(setting.defaultText()));
            }
        }
    }

    /** Whether {@code setting} has a value, of its own or by default. */
    boolean has(Setting setting) {
        return values.containsKey(setting);
    }

    /** The value, in the type that the setting's kind makes. */
    Object value(Setting setting) {
        Object value = values.get(setting);
        if (value == null) {
            throw new IllegalArgumentException("not set: " + setting.variable());
        }
        return value;
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
