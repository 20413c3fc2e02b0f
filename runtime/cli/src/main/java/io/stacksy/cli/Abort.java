package io.stacksy.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Takes a canary back, so that the revision before has all of the traffic. */
@Command(
        name = "abort",
        description = "Takes the new revision of a tool, which has a share of its traffic, out of service.")
final class Abort implements Runnable {
    @Parameters(paramLabel = "NAME", description = "The tool's name.")
    private String name = "";

    private final Session session;

    Abort(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        Node node = session.node();
        Answer said = node.post("/admin/tools/" + Node.encoded(name) + "/abort", Map.of());
        new Progress(session, node).followSteered(said);
    }
}
