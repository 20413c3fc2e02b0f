package io.stacksy.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.ConfigurationAdmin;

/** What the components of a node are told: the settings, and where things are. */
final class Configurations {
    /** The file with the password that was made up for the account {@code admin}. */
    static final String ADMIN_PASSWORD = "admin-password";

    /** The file with a new password of that account, until the node has taken it. */
    static final String ADMIN_RESET = "admin-reset";

    /** The file with the key that the keys in the database are wrapped in; there from the first start on. */
    static final String MASTER_KEY = "master-key";

    private static final String STORE = "io.stacksy.store.postgres";
    private static final String DEPLOYER = "io.stacksy.deployer";
    private static final String AUTH = "io.stacksy.auth.provider";

    private final Map<String, Map<String, Object>> byPid = new TreeMap<>();

    private Configurations(Configurations others) {
        others.byPid.forEach((pid, configuration) -> byPid.put(pid, new TreeMap<>(configuration)));
    }

    Configurations(Settings settings, int port, DataFolder data, Credentials database, Path initialTools) {
        for (Setting setting : Setting.values()) {
            if (settings.has(setting)) {
                setting.targets().forEach(to -> put(to.pid(), to.key(), inUnitOf(to.key(), settings.value(setting))));
            }
        }
        put("io.stacksy.gateway", "port", port);
        put(STORE, "url", database.url());
        put(STORE, "user", database.user());
        put(STORE, "password", database.password());
        put(DEPLOYER, "data", data.path("").toString());
        put(DEPLOYER, "initial.tools", initialTools.toString());
        put(AUTH, "admin.password.file", data.path(ADMIN_PASSWORD).toString());
        put(AUTH, "admin.reset.file", data.path(ADMIN_RESET).toString());
        put(AUTH, "key.file", data.path(MASTER_KEY).toString());
    }

    private static Object inUnitOf(String key, Object value) {
        if (value instanceof Duration duration) {
            return key.endsWith(".seconds") ? duration.toSeconds() : duration.toMillis();
        }
        if (value instanceof Path path) {
            return path.toAbsolutePath().normalize().toString();
        }
        return value;
    }

    private void put(String pid, String key, Object value) {
        byPid.computeIfAbsent(pid, any -> new TreeMap<>()).put(key, value);
    }

    /** These, but for the live settings, which are as {@code settings} has them. */
    Configurations with(Settings settings) {
        Configurations changed = new Configurations(this);
        for (Setting setting : Setting.values()) {
            for (Target to : setting.live() ? setting.targets() : List.<Target>of()) {
                if (settings.has(setting)) {
                    changed.put(to.pid(), to.key(), inUnitOf(to.key(), settings.value(setting)));
                } else {
                    changed.byPid
                            .computeIfAbsent(to.pid(), any -> new TreeMap<>())
                            .remove(to.key());
                }
            }
        }
        return changed;
    }

    /** The configuration of that identifier. */
    Map<String, Object> of(String pid) {
        return Map.copyOf(byPid.getOrDefault(pid, Map.of()));
    }

    /**
     * Hands over what is not there already. Not through a file or a property of the framework: there are secrets in it.
     */
    void handTo(ConfigurationAdmin admin) throws IOException {
        for (Map.Entry<String, Map<String, Object>> entry : byPid.entrySet()) {
            admin.getConfiguration(entry.getKey(), "?").updateIfDifferent(FrameworkUtil.asDictionary(entry.getValue()));
        }
    }
}
