package io.stacksy.deployer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How this node rolls out.
 *
 * @param folder the data folder
 * @param rolloutTimeout how long a revision may take from its start until it is ready
 * @param drainTimeout how long requests under way may take to finish on a revision that has lost the traffic
 * @param pace what holds at the moment of what can change while the node runs
 * @param initialTools the folder of tool bundles for a new node
 * @param signedOnly whether a tool bundle has to be signed
 * @param trustedKeys the key ring, a file or a folder
 */
record Settings(
        Path folder,
        Duration rolloutTimeout,
        Duration drainTimeout,
        Supplier<Pace> pace,
        Optional<Path> initialTools,
        boolean signedOnly,
        Optional<Path> trustedKeys) {
    /** Where the bundles' bytes are. */
    Path blobs() {
        return folder.resolve("blobs");
    }

    Duration rollbackWindow() {
        return pace.get().rollbackWindow();
    }

    Duration canaryDuration() {
        return pace.get().canaryDuration();
    }

    long canaryMinRequests() {
        return pace.get().canaryMinRequests();
    }

    int quarantineAfter() {
        return pace.get().quarantineAfter();
    }
}
