package io.stacksy.launcher;

import io.stacksy.settings.NodeSetting.Origin;

/**
 * What a setting is.
 *
 * @param text as it was given
 * @param content the same in the type that the setting's kind makes
 * @param origin where it was given
 */
record Value(String text, Object content, Origin origin) {
    /**
     * Reads {@code text}.
     *
     * @param name what the setting is called where the text stands
     * @throws IllegalArgumentException if the setting does not take it; the message says what it takes
     */
    static Value of(Setting setting, String text, String name, Origin origin) {
        Kind kind = setting.kind();
        try {
            return new Value(text, kind.parser().apply(text), origin);
        } catch (IllegalArgumentException e) {
            String given = kind.mayHoldSecret() ? "not" : "'" + text + "', not";
            String example = setting.defaultText().isEmpty() ? "" : " (default " + setting.defaultText() + ")";
            throw new IllegalArgumentException(
                    name + " is " + given + " a " + kind.name() + " it takes: " + kind.range() + example, e);
        }
    }
}
