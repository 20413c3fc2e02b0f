package io.stacksy.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Gives a canary all of the traffic of its tool. */
@Command(
        name = "promote",
        description = "Gives the new revision of a tool, which has a share of its traffic, all of it.")
final class Promote implements Runnable {
    @Parameters(paramLabel = "NAME", description = "The tool's name.")
    private String name = "";

    private final Session session;

    Promote(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        Node node = session.node();
        Answer said = node.post("/admin/tools/" + Node.encoded(name) + "/promote", Map.of());
        new Progress(session, node).followSteered(said);
    }
}
