package io.stacksy.deployer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How this node rolls out.
 *
 * @param folder the data folder
 * @param rolloutTimeout how long a revision may take from its start until it is ready
 * @param drainTimeout how long requests under way may take to finish on a revision that has lost the traffic
 * @param rollbackWindow how long the previous revision stays warm
 * @param canaryDuration how long a share of the traffic is watched where its plan does not say
 * @param canaryMinRequests how many requests both revisions must have answered to be compared
 * @param quarantineAfter how many times within ten minutes a revision may be in trouble; 0 for any number
 * @param initialTools the folder of tool bundles for a new node
 * @param signedOnly whether a tool bundle has to be signed
 * @param trustedKeys the key ring, a file or a folder
 */
record Settings(
        Path folder,
        Duration rolloutTimeout,
        Duration drainTimeout,
        Duration rollbackWindow,
        Duration canaryDuration,
        long canaryMinRequests,
        int quarantineAfter,
        Optional<Path> initialTools,
        boolean signedOnly,
        Optional<Path> trustedKeys) {
    /** Where the bundles' bytes are. */
    Path blobs() {
        return folder.resolve("blobs");
    }
}
