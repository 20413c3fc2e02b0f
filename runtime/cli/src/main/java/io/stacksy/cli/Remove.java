package io.stacksy.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes a tool, or one revision of it, off the node. */
@Command(name = "remove", description = "Takes a tool, or one revision of it, off the node. Its data stays.")
final class Remove implements Runnable {
    @Parameters(paramLabel = "NAME", description = "The tool's name.")
    private String name = "";

    @Option(names = "--version", paramLabel = "VERSION", description = "Only this revision; it must not be live.")
    private @Nullable String version;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    private final Session session;

    Remove(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        String what = version == null ? name + " with all its revisions" : name + " " + version;
        if (!yes) {
            Confirmation.of(
                    session.terminal(),
                    "Remove " + what + "? Requests to it will fail from then on.",
                    "nothing was removed");
        }
        Node node = session.node();
        String revision = version == null ? "" : "/revisions/" + Node.encoded(version);
        new Progress(session, node).follow(node.delete("/admin/tools/" + Node.encoded(name) + revision));
        session.tell(what + " is removed; its data stays");
    }
}
