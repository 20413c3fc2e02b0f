package io.stacksy.launcher;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What follows {@code stacksy run}.
 *
 * @param config a file of settings
 * @param settings settings that stand above all others
 */
record CommandLine(Optional<Path> config, Map<Setting, String> settings) {
    private static final Map<String, Setting> OPTIONS =
            Map.of("--port", Setting.PORT, "--host", Setting.HOST, "--data", Setting.DATA);

    CommandLine {
        settings = Map.copyOf(settings);
    }

    /** Takes {@code --port 80} as well as {@code --port=80}. */
    static CommandLine parse(List<String> arguments) {
        Optional<Path> config = Optional.empty();
        Map<Setting, String> settings = new EnumMap<>(Setting.class);
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            int equals = argument.indexOf('=');
            String option = equals < 0 ? argument : argument.substring(0, equals);
            Setting setting = OPTIONS.get(option);
            if (setting == null && !option.equals("--config")) {
                throw StartException.usage("unknown option '" + option + "'");
            }
            if (equals < 0 && ++i == arguments.size()) {
                throw StartException.usage("option " + option + " has no value");
            }
            String value = equals < 0 ? arguments.get(i) : argument.substring(equals + 1);
            if (value.isEmpty()) {
                throw StartException.usage("option " + option + " has no value");
            }
            if (setting == null) {
                config = Optional.of(Path.of(value));
            } else {
                settings.put(setting, value);
            }
        }
        return new CommandLine(config, settings);
    }
}
