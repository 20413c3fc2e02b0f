package io.stacksy.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Keeps a tool from its requests. */
@Command(
        name = "quarantine",
        description = "Keeps a tool from its requests, which get 503 until it is released or another revision is live.")
final class Quarantine implements Runnable {
    @Parameters(paramLabel = "NAME", description = "The tool's name.")
    private String name = "";

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why, for who looks at the tool.")
    private String reason = "";

    private final Session session;

    Quarantine(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        Answer answer =
                session.node().post("/admin/tools/" + Node.encoded(name) + "/quarantine", Map.of("reason", reason));
        if (session.json()) {
            session.terminal().raw(answer.body());
        } else {
            session.tell(name + " " + answer.json().text("live") + " is in quarantine; its way out: stacksy release "
                    + name);
        }
    }
}
