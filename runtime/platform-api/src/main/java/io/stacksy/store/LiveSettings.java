package io.stacksy.store;

import io.stacksy.deploy.Actor;
import java.time.Instant;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What operators have set while nodes run, in place of what those were started with. Holds at once, on other nodes of the
 * same database within seconds, and outlives restarts. A change that cannot be is refused with the {@code
 * SettingException} of {@code io.stacksy.settings}. Thread-safe.
 *
 * @see StoreException what a change throws where it cannot be stored; nothing has changed then
 */
@ProviderType
public interface LiveSettings {
    /**
     * Puts {@code text} in place of whatever the setting is.
     *
     * @param until when it is again what nodes were started with; empty for not before it is reset
     */
    void set(String name, String text, Optional<Instant> until, Actor actor);

    /** Lets count again what nodes were started with. */
    void reset(String name, Actor actor);
}
