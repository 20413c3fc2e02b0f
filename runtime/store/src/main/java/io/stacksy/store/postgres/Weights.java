package io.stacksy.store.postgres;

import io.stacksy.deploy.Revision;
import io.stacksy.deploy.ToolName;
import io.stacksy.store.Database.Transaction;
import java.util.List;
import java.util.Map;

/** How the traffic of tools is divided, as the rows of their revisions have it. */
final class Weights {
    /** The revisions that are named are known by their versions alone: a tool has each version once. */
    private static final String WRITE =
            """
            UPDATE revisions r SET weight = k.next
            FROM (SELECT version, coalesce((SELECT n.weight::smallint
                        FROM unnest(?::text[], ?::text[]) AS n (version, weight) WHERE n.version = known.version), 0) AS next
                    FROM revisions known WHERE known.tool = ?) k
            WHERE r.tool = ? AND r.version = k.version AND r.weight <> k.next
            """;

    private Weights() {}

    /** Writes the weights of a tool's revisions; what is not named gets 0. Returns whether that changed any. */
    static boolean write(Transaction transaction, ToolName tool, Map<Revision, Integer> weights) {
        List<Map.Entry<Revision, Integer>> named = List.copyOf(weights.entrySet());
        return transaction.update(
                        WRITE,
                        named.stream()
                                .map(entry -> entry.getKey().version().toString())
                                .toArray(String[]::new),
                        named.stream().map(entry -> entry.getValue().toString()).toArray(String[]::new),
                        tool.value(),
                        tool.value())
                > 0;
    }
}
