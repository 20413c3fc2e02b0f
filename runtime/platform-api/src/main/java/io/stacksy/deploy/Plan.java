package io.stacksy.deploy;

import java.util.List;
import java.util.Optional;

/**
 * What a rollout would do, found out without doing it.
 *
 * @param from the live version; empty for a first deployment
 * @param nothingToDo whether these very bytes are live already
 * @param obstacles what stands in the way; the rollout would be refused unless this is empty
 * @param aliases the root paths it would claim
 * @param migrations the scripts that would run in the tool's schema, in order
 */
public record Plan(
        Revision to,
        Optional<Version> from,
        boolean nothingToDo,
        List<Obstacle> obstacles,
        List<String> aliases,
        List<String> migrations) {
    public Plan {
        obstacles = List.copyOf(obstacles);
        aliases = List.copyOf(aliases);
        migrations = List.copyOf(migrations);
    }

    /** One thing that stands in the way, and how to mend it. */
    public record Obstacle(RolloutException.Reason reason, String detail) {}
}
