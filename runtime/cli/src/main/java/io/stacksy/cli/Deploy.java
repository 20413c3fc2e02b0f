package io.stacksy.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings the revision in a jar into service. */
@Command(name = "deploy", description = "Brings the revision in a jar into service, and shows how it goes.")
final class Deploy implements Runnable {
    @Parameters(paramLabel = "JAR", description = "The tool bundle.")
    private Path file = Path.of("");

    @Option(names = "--no-wait", description = "End as soon as the node has taken the jar.")
    private boolean noWait;

    @Option(
            names = "--downgrade",
            description = "Deploy it even if it is older than what is live, where the node takes only signed tools.")
    private boolean downgrade;

    @Option(
            names = "--canary",
            paramLabel = "PCT",
            description = "Give it this share of the traffic first, and all of it once it has done well; or several"
                    + " shares, each with its time, such as 10:5m,50:5m.")
    private @Nullable String canary;

    private final Session session;

    Deploy(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        Node node = session.node();
        Answer begun = node.upload("/admin/tools" + query(), Jar.of(file));
        if (!noWait) {
            new Progress(session, node).follow(begun);
            return;
        }
        if (session.json()) {
            session.terminal().raw(begun.body());
        } else {
            Rollout rollout = Rollout.of(begun.json(), begun.body());
            session.tell("the rollout " + rollout.id() + " of " + rollout.subject() + " has begun");
        }
    }

    private String query() {
        List<String> parts = new ArrayList<>();
        if (downgrade) {
            parts.add("downgrade=true");
        }
        if (canary != null) {
            parts.add("canary=" + Node.encoded(canary));
        }
        return parts.isEmpty() ? "" : "?" + String.join("&", parts);
    }
}
