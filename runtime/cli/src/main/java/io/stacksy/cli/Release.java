package io.stacksy.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lets a tool that is in quarantine have its requests again. */
@Command(name = "release", description = "Lets a tool that is in quarantine have its requests again.")
final class Release implements Runnable {
    private static final int ACCEPTED = 202;

    @Parameters(paramLabel = "NAME", description = "The tool's name.")
    private String name = "";

    private final Session session;

    Release(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        Node node = session.node();
        Answer answer = node.post("/admin/tools/" + Node.encoded(name) + "/release", Map.of());
        if (answer.status() == ACCEPTED) {
            new Progress(session, node).follow(answer);
        } else if (session.json()) {
            session.terminal().raw(answer.body());
        } else {
            session.tell(name + " " + answer.json().text("live") + " has its requests again");
        }
    }
}
