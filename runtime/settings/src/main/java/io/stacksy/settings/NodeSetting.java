package io.stacksy.settings;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * One setting of a node, as it stands. Of one that may hold a secret no value is in it, only whether there is one.
 *
 * @param name such as {@code RATE_LIMIT_DEFAULT}; in the environment {@code STACKSY_} stands before it
 * @param kind what its values are, in a word or two for people
 * @param takes which values it takes, for people; empty for any
 * @param live whether it can be changed while the node runs
 * @param secret whether its value is for nobody to see
 * @param isSet whether it has a value
 * @param byDefault what it is where nothing is set; empty for no value
 * @param atStart what the node was started with; empty for no value
 * @param startedFrom where that comes from
 * @param choice what an operator has put in its place; empty for nothing
 */
public record NodeSetting(
        String name,
        String kind,
        String takes,
        boolean live,
        boolean secret,
        boolean isSet,
        Optional<String> byDefault,
        Optional<String> atStart,
        Origin startedFrom,
        Optional<Choice> choice) {
    /** Where a value comes from; of two, the later one wins. */
    public enum Origin {
        DEFAULT,
        FILE,
        ENVIRONMENT,
        COMMAND_LINE,
        OPERATOR;

        /** Its name for people and in JSON. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public NodeSetting {
        Objects.requireNonNull(name);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(takes);
        Objects.requireNonNull(byDefault);
        Objects.requireNonNull(startedFrom);
        if (secret && (atStart.isPresent() || choice.isPresent())) {
            throw new IllegalArgumentException(name + " may hold a secret, which is not to be shown");
        }
    }

    /** The value in force; empty for none, or for a secret. */
    public Optional<String> value() {
        return choice.map(Choice::text).or(() -> atStart);
    }

    /** Where the value in force comes from. */
    public Origin source() {
        return choice.isPresent() ? Origin.OPERATOR : startedFrom;
    }

    /** @throws SettingException if it cannot be changed while the node runs */
    public void requireLive() {
        if (!live) {
            throw SettingException.notLive(name);
        }
    }
}
