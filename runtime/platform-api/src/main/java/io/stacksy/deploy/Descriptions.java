package io.stacksy.deploy;

import java.nio.file.Path;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Reads what tools offer from their jars, without loading any of it, and compares it. Thread-safe. */
@ProviderType
public interface Descriptions {
    /**
     * Finds what is different for the callers of a tool between two of its jars.
     *
     * @param before the jar of the live revision; empty where none is live, so that all is new
     * @param after a whole jar, within the limits of a tool
     * @throws RolloutException {@code BAD_ARTIFACT} if a jar has an {@code OSGI-INF/openapi.json} that is none
     */
    Plan.Api compare(ToolName tool, Optional<Path> before, Path after);
}
