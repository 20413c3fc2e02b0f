package io.stacksy.deployer;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** How this node rolls out. */
@ObjectClassDefinition(name = "Stacksy deployer")
@interface DeployerConfig {
    @AttributeDefinition(name = "Data folder", description = "Where the bundles' bytes are kept, in blobs/")
    String data() default "data";

    @AttributeDefinition(
            name = "Rollout timeout",
            description = "How long a revision may take from its start until it is ready, in ms")
    long rollout_timeout_millis() default 60_000;

    @AttributeDefinition(
            name = "Drain timeout",
            description = "How long requests under way may take to finish on the revision before, in ms")
    long drain_timeout_millis() default 30_000;

    @AttributeDefinition(name = "Roll back window", description = "How long the previous revision stays warm, in ms")
    long rollback_window_millis() default 600_000;

    @AttributeDefinition(
            name = "Canary duration",
            description = "How long a share of the traffic is watched where its plan does not say, in ms")
    long canary_duration_millis() default 300_000;

    @AttributeDefinition(
            name = "Canary requests",
            description = "How many requests both revisions must have answered to be compared")
    long canary_min_requests() default 100;

    @AttributeDefinition(
            name = "Quarantine after",
            description = "How many times within ten minutes a revision may be in trouble; 0 for any number")
    int quarantine_after() default 5;

    @AttributeDefinition(
            name = "Initial tools",
            description = "A folder of tool bundles that a new node deploys; empty for none")
    String initial_tools() default "";

    @AttributeDefinition(
            name = "Trust",
            description = "Whose tool bundles are taken: everybody's (open), or those that are signed (signed)",
            options = {@Option("open"), @Option("signed")})
    String trust() default "open";

    @AttributeDefinition(
            name = "Trusted keys",
            description = "The key ring, a file or a folder of *.keys files; empty for none")
    String trust_keys() default "";
}
