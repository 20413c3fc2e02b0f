package io.stacksy.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Divides the traffic of a tool among its revisions. */
@Command(
        name = "traffic",
        description = "Divides the traffic of a tool among revisions that are in memory, until its next rollout.")
final class Traffic implements Runnable {
    private static final int WHOLE = 100;

    @Parameters(index = "0", paramLabel = "NAME", description = "The tool's name.")
    private String name = "";

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "VERSION=PERCENT",
            description = "A revision and its share; together 100.")
    private Map<String, Integer> weights = new LinkedHashMap<>();

    private final Session session;

    Traffic(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        int sum = weights.values().stream().mapToInt(Integer::intValue).sum();
        if (sum != WHOLE) {
            throw Failure.usage("the shares are " + sum + " together; they have to be " + WHOLE);
        }
        Answer answer = session.node().put("/admin/tools/" + Node.encoded(name) + "/traffic", weights);
        if (session.json()) {
            session.terminal().raw(answer.body());
            return;
        }
        Table table = Table.headed("REVISION", "STATE", "WEIGHT");
        answer.json()
                .objects("revisions")
                .forEach(revision ->
                        table.row(revision.text("version"), revision.text("state"), revision.text("weight") + " %"));
        table.print(session.terminal());
    }
}
