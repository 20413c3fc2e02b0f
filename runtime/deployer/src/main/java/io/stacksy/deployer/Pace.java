package io.stacksy.deployer;

import java.time.Duration;

/**
 * What can be set about rollouts while the node runs.
 *
 * @param rollbackWindow how long the previous revision stays warm
 * @param canaryDuration how long a share of the traffic is watched where its plan does not say
 * @param canaryMinRequests how many requests both revisions must have answered to be compared
 * @param quarantineAfter how many times within ten minutes a revision may be in trouble; 0 for any number
 */
record Pace(Duration rollbackWindow, Duration canaryDuration, long canaryMinRequests, int quarantineAfter) {
    static Pace of(DeployerConfig config) {
        return new Pace(
                Duration.ofMillis(config.rollback_window_millis()),
                Duration.ofMillis(config.canary_duration_millis()),
                config.canary_min_requests(),
                config.quarantine_after());
    }
}
