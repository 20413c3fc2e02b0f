package io.stacksy.description;

import io.stacksy.deploy.Revision;
import io.stacksy.route.Endpoint;
import io.stacksy.route.Operation;
import java.util.List;
import java.util.Optional;

/**
 * One part of the document of a node: a tool, or what answers for the platform.
 *
 * @param name what the names of its components and operations begin with, before a dot; has none itself, and belongs to
 *     no other part
 * @param heading what its operations stand under
 * @param about what there is to say about that; empty for the platform, which has several headings
 * @param base what its paths are relative to: {@code /api/links}, or empty
 * @param aliases the root paths at which some of its paths are, too: {@code /l}
 * @param operations all that it can be asked
 * @param description its own OpenAPI document; empty where it has none
 */
record Part(
        String name,
        String heading,
        Optional<String> about,
        String base,
        List<String> aliases,
        List<Operation> operations,
        Optional<String> description) {
    private static final String PLATFORM = "stacksy";
    /** What the root, whose path has no name in it, stands under. */
    private static final String ROOT = "node";

    Part {
        aliases = List.copyOf(aliases);
        operations = List.copyOf(operations);
    }

    static Part ofTool(Revision revision, List<String> aliases, Endpoint endpoint) {
        String tool = revision.tool().value();
        return new Part(
                tool,
                tool,
                Optional.of(revision.toString()),
                "/api/" + tool,
                aliases,
                endpoint.operations(),
                endpoint.description());
    }

    /**
     * A part of the platform. Its names begin with what no tool can be called.
     *
     * @param mounts the root paths that it answers, the main one first
     */
    static Part ofPlatform(List<String> mounts, Endpoint endpoint) {
        String mount = mounts.get(0);
        String named = mount.equals("/") ? mount + ROOT : mount;
        return new Part(
                PLATFORM + named.replaceAll("[^a-zA-Z0-9]", "_"),
                heading(mount),
                Optional.empty(),
                "",
                List.of(),
                endpoint.operations(),
                endpoint.description());
    }

    boolean isTool() {
        return !base.isEmpty();
    }

    /** The heading of what is at {@code path}. That of a tool is its name; in one of the platform's is a space. */
    String tag(String path) {
        if (isTool()) {
            return heading;
        }
        String own = heading(path);
        return platformTag(own.startsWith(".") ? heading : own);
    }

    /** The heading of a part of the platform, from a name that only it has to know. */
    static String platformTag(String name) {
        return PLATFORM + " " + name;
    }

    /** Whether {@code path}, relative to the base, is at the root, too. */
    boolean hasAliasFor(String path) {
        return aliases.contains("/" + head(path));
    }

    private static String heading(String path) {
        String head = head(path);
        return head.isEmpty() ? ROOT : head;
    }

    private static String head(String path) {
        return path.substring(1).split("/", 2)[0];
    }
}
