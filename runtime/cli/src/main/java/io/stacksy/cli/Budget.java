package io.stacksy.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what a tool may take of the node, and changes it. */
@Command(
        name = "budget",
        description = "Shows what a tool may take of the node; with options, changes that at once, without a rollout.")
final class Budget implements Runnable {
    @Parameters(paramLabel = "NAME", description = "The tool's name.")
    private String name = "";

    @Option(names = "--concurrency", paramLabel = "N", description = "Requests that may be under way.")
    private @Nullable Integer concurrency;

    @Option(names = "--deadline-ms", paramLabel = "MS", description = "How long an answer may take to begin.")
    private @Nullable Long deadline;

    @Option(names = "--body-bytes", paramLabel = "BYTES", description = "How large a request's body may be.")
    private @Nullable Long body;

    @Option(names = "--connections", paramLabel = "N", description = "Connections to the database it may have in use.")
    private @Nullable Integer connections;

    @Option(
            names = "--error-percent",
            paramLabel = "PERCENT",
            description = "Share of failed answers from which it is given a rest; 0 for never.")
    private @Nullable Integer errors;

    @Option(
            names = "--rate",
            paramLabel = "RATE",
            description = "How often each caller may ask it, such as 100/s or 6000/m, or off.")
    private @Nullable String rate;

    @Option(names = "--reset", description = "Go back to what the settings of the node say.")
    private boolean reset;

    private final Session session;

    Budget(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        Map<String, Object> changes = changes();
        if (reset && !changes.isEmpty()) {
            throw Failure.usage("--reset goes with no other change");
        }
        Node node = session.node();
        String path = "/admin/tools/" + Node.encoded(name) + "/budget";
        Answer answer = reset ? node.delete(path) : changes.isEmpty() ? node.get(path) : node.put(path, changes);
        if (session.json()) {
            session.terminal().raw(answer.body());
            return;
        }
        Json budget = answer.json();
        new Table()
                .row("concurrency", budget.text("concurrency"))
                .row("deadline", budget.text("deadline_ms") + " ms")
                .row("body", budget.text("body_bytes") + " bytes")
                .row("connections", budget.text("connections"))
                .row("errors", budget.text("error_percent") + " %")
                .row("rate", budget.text("rate"))
                .row("from", budget.flag("own") ? "its own" : "the node's settings")
                .print(session.terminal());
    }

    private Map<String, Object> changes() {
        Map<String, Object> changes = new LinkedHashMap<>();
        add(changes, "concurrency", concurrency);
        add(changes, "deadline_ms", deadline);
        add(changes, "body_bytes", body);
        add(changes, "connections", connections);
        add(changes, "error_percent", errors);
        add(changes, "rate", rate);
        return changes;
    }

    private static void add(Map<String, Object> changes, String part, @Nullable Object value) {
        if (value != null) {
            changes.put(part, value);
        }
    }
}
