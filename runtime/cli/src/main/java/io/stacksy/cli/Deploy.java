package io.stacksy.cli;

import java.nio.file.Path;
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

    @Option(
            names = "--accept-data-loss",
            description = "Run migrations that take away what the live revision lives on.")
    private boolean acceptDataLoss;

    @Option(
            names = "--plan",
            paramLabel = "HASH",
            description = "Deploy it only if that is still what the plan of this name shows.")
    private @Nullable String plan;

    private final Session session;

    Deploy(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        Node node = session.node();
        String path = new QueryParameters()
                .flag("downgrade", downgrade)
                .value("canary", canary)
                .flag("accept_data_loss", acceptDataLoss)
                .value("plan", plan)
                .after("/admin/tools");
        Answer begun = node.upload(path, Jar.of(file));
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
}
