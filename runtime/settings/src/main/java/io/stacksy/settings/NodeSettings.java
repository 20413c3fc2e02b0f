package io.stacksy.settings;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ProviderType;

/** The settings of the node that runs. Thread-safe. */
@ProviderType
public interface NodeSettings {
    /** All of them, in the order in which they are declared. */
    List<NodeSetting> all();

    /**
     * The one of that name.
     *
     * @throws SettingException if there is none
     */
    NodeSetting named(String name);

    /**
     * Checks, by the rules that hold at a start, whether a setting can be {@code text} from now on.
     *
     * @throws SettingException if not
     */
    void check(String name, String text);

    /**
     * Lets these choices of operators count, and no others. What this node does not know, cannot change while it runs or
     * does not take is left out, with a warning.
     *
     * @param choices by the names of settings
     * @return completed when all parts of the node go by it
     */
    CompletableFuture<Void> choose(Map<String, Choice> choices);
}
