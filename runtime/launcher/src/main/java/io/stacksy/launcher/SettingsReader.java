package io.stacksy.launcher;

import io.stacksy.settings.NodeSetting.Origin;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the settings from where they stand, the first that has one: command line, environment, files, default. */
final class SettingsReader {
    private static final String PREFIX = "STACKSY_";

    /** Read by the command script and by the client, which share the prefix. */
    private static final Set<String> OF_OTHERS = Set.of("STACKSY_URL", "STACKSY_TOKEN", "STACKSY_JAVA_OPTIONS");

    /** A text that was given for a setting, and where, for messages about it. */
    private record Given(String text, String name, Origin origin) {}

    /** What a setting, and the file that it may stand in, are called in one of the places. */
    private record Names(String value, String file, Origin origin) {}

    private final Map<String, String> environment;
    private final Path standardFile;

    /**
     * @param standardFile the file of settings that belongs to the distribution; need not be there
     */
    SettingsReader(Map<String, String> environment, Path standardFile) {
        this.environment = new TreeMap<>(environment);
        this.standardFile = standardFile;
    }

    Settings read(CommandLine commandLine) {
        List<Map<Setting, Given>> layers = new ArrayList<>();
        layers.add(fromCommandLine(commandLine));
        layers.add(fromEnvironment());
        commandLine.config().ifPresent(file -> layers.add(fromFile(file)));
        if (Files.exists(standardFile)) {
            layers.add(fromFile(standardFile));
        }
        Map<Setting, Value> values = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            first(layers, setting).ifPresent(given -> values.put(setting, parse(setting, given)));
        }
        if (!values.containsKey(Setting.DATABASE_URL)
                && (values.containsKey(Setting.DATABASE_USER) || values.containsKey(Setting.DATABASE_PASSWORD))) {
            throw StartException.setting(
                    "a database user or password is set, but no STACKSY_DATABASE_URL: set it, or leave out the others");
        }
        if (isSigned(values.get(Setting.TRUST)) && !values.containsKey(Setting.TRUST_KEYS)) {
            throw StartException.setting(
                    "STACKSY_TRUST is signed, but no STACKSY_TRUST_KEYS says whose signatures count:"
                            + " name a key ring there, or leave the node open");
        }
        together(Setting.TLS_CERT, Setting.TLS_KEY, values);
        together(Setting.TLS_KEY, Setting.TLS_CERT, values);
        return new Settings(values);
    }

    private static boolean isSigned(@Nullable Value trust) {
        return trust != null && trust.content().equals("signed");
    }

    private static void together(Setting one, Setting other, Map<Setting, Value> values) {
        if (values.containsKey(one) && !values.containsKey(other)) {
            throw StartException.setting(one.variable() + " is set, but no " + other.variable()
                    + ": set it, or leave out both for a node without TLS");
        }
    }

    private static Optional<Given> first(List<Map<Setting, Given>> layers, Setting setting) {
        for (Map<Setting, Given> layer : layers) {
            Given given = layer.get(setting);
            if (given != null) {
                return Optional.of(given);
            }
        }
        return Optional.empty();
    }

    private static Value parse(Setting setting, Given given) {
        try {
            return Value.of(setting, given.text(), given.name(), given.origin());
        } catch (IllegalArgumentException e) {
            throw StartException.setting(String.valueOf(e.getMessage()));
        }
    }

    private static Map<Setting, Given> fromCommandLine(CommandLine commandLine) {
        Map<Setting, Given> layer = new EnumMap<>(Setting.class);
        commandLine
                .settings()
                .forEach((setting, text) ->
                        layer.put(setting, new Given(text, "--" + setting.property(), Origin.COMMAND_LINE)));
        return layer;
    }

    private Map<Setting, Given> fromEnvironment() {
        Map<String, String> named = new TreeMap<>();
        environment.forEach((name, text) -> {
            if (name.startsWith(PREFIX) && !OF_OTHERS.contains(name)) {
                named.put(name, text);
            }
        });
        Map<Setting, Given> layer = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            take(
                    setting,
                    new Names(setting.variable(), setting.variable() + "_FILE", Origin.ENVIRONMENT),
                    named,
                    layer);
        }
        refuse(named, Setting::variable);
        return layer;
    }

    private static Map<Setting, Given> fromFile(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw StartException.unreadable(file, e);
        }
        Map<String, String> named = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> named.put(name, properties.getProperty(name)));
        Map<Setting, Given> layer = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            take(setting, new Names(setting.property(), setting.property() + ".file", Origin.FILE), named, layer);
        }
        refuse(named, Setting::property);
        return layer;
    }

    /** Moves what is said about {@code setting} from {@code named} to {@code layer}. Empty is as good as not set. */
    private static void take(Setting setting, Names names, Map<String, String> named, Map<Setting, Given> layer) {
        String text = named.remove(names.value());
        if (text != null && !text.isBlank()) {
            String given = setting.kind().isSecret() ? text : text.strip();
            layer.put(setting, new Given(given, names.value(), names.origin()));
        }
        String file = setting.kind().isSecret() ? named.remove(names.file()) : null;
        if (file == null || file.isBlank()) {
            return;
        }
        if (layer.containsKey(setting)) {
            throw StartException.setting("both " + names.value() + " and " + names.file() + " are set: leave one out");
        }
        layer.put(setting, new Given(secret(Path.of(file.strip())), names.file(), names.origin()));
    }

    private static String secret(Path file) {
        String secret;
        try {
            secret = Files.readString(file).replaceFirst("\\R$", "");
        } catch (IOException e) {
            throw StartException.unreadable(file, e);
        }
        if (secret.isEmpty()) {
            throw StartException.setting(
                    "the secret in " + file + " is empty: write it there, or do not name the file");
        }
        return secret;
    }

    private static void refuse(Map<String, String> left, Function<Setting, String> naming) {
        for (String unknown : left.keySet()) {
            String nearest = Nearest.to(
                    unknown, Arrays.stream(Setting.values()).map(naming).toList());
            throw StartException.setting("unknown setting " + unknown + ": did you mean " + nearest + "?");
        }
    }
}
