package io.stacksy.dropfolder;

import io.stacksy.deploy.ToolName;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A jar as it was seen since it last changed. */
final class Seen {
    private final String name;
    private final Stamp stamp;
    private final long since;
    private boolean handled;
    private long dueAt;
    private @Nullable ToolName tool;

    Seen(String name, Stamp stamp, long now) {
        this.name = name;
        this.stamp = stamp;
        this.since = now;
        this.dueAt = now;
    }

    String name() {
        return name;
    }

    Stamp stamp() {
        return stamp;
    }

    /** When it was first seen like this, by the ticker. */
    long since() {
        return since;
    }

    /** Whether nothing is left to do for it until it changes. */
    boolean handled() {
        return handled;
    }

    void handle() {
        handled = true;
    }

    /** Whether the time for another try has come. */
    boolean isDue(long now) {
        return now - dueAt >= 0;
    }

    void putOff(long until) {
        dueAt = until;
    }

    /** Which tool it brings, once that was found out. */
    Optional<ToolName> tool() {
        return Optional.ofNullable(tool);
    }

    void brings(ToolName found) {
        tool = found;
    }
}
