package io.stacksy.deploy;

import java.nio.file.Path;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Keeps tools from calls that would end the node, start processes or load native code: while this service is there,
 * such a call in the bundle of a tool throws in place of being made. Thread-safe.
 */
@ProviderType
public interface Guard {
    /** The most calls that {@link #refusedCalls} names. */
    int MAX_NAMED = 100;

    /**
     * Finds the calls in a jar that would be refused, without loading any of it. Jars within it are looked through, too.
     * What cannot be read as a class is passed over, for it cannot be loaded either.
     *
     * @param jar a whole one, within the limits of a tool
     * @return each once, in the order of the jar; the first {@value #MAX_NAMED}
     */
    List<Plan.RefusedCall> refusedCalls(Path jar);
}
