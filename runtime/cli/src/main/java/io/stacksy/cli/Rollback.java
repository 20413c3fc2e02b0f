package io.stacksy.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Gives the traffic of a tool back to an earlier revision. */
@Command(name = "rollback", description = "Gives the traffic of a tool back to an earlier revision.")
final class Rollback implements Runnable {
    @Parameters(paramLabel = "NAME", description = "The tool's name.")
    private String name = "";

    @Option(names = "--to", paramLabel = "VERSION", description = "Which one; else the one that was live before.")
    private @Nullable String version;

    @Option(
            names = "--accept-data-loss",
            description = "Roll back even to a revision that lives on what is gone since then.")
    private boolean acceptDataLoss;

    private final Session session;

    Rollback(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        Node node = session.node();
        Map<String, String> body = version == null ? Map.of() : Map.of("to", version);
        String path = new QueryParameters()
                .flag("accept_data_loss", acceptDataLoss)
                .after("/admin/tools/" + Node.encoded(name) + "/rollback");
        new Progress(session, node).follow(node.post(path, body));
    }
}
