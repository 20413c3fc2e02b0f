package io.stacksy.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what deploying a jar would do, and what stands in the way. */
@Command(name = "plan", description = "Shows what deploying a jar would do. Changes nothing.")
final class PlanJar implements Runnable {
    @Parameters(paramLabel = "JAR", description = "The tool bundle.")
    private Path file = Path.of("");

    @Option(names = "--downgrade", description = "Plan it as 'deploy --downgrade' would do it.")
    private boolean downgrade;

    @Option(names = "--accept-data-loss", description = "Plan it as 'deploy --accept-data-loss' would do it.")
    private boolean acceptDataLoss;

    private final Session session;

    PlanJar(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        String path = new QueryParameters()
                .flag("dry_run", true)
                .flag("downgrade", downgrade)
                .flag("accept_data_loss", acceptDataLoss)
                .after("/admin/tools");
        Answer answer = session.node().upload(path, Jar.of(file));
        Json plan = answer.json();
        if (session.json()) {
            session.terminal().raw(answer.body());
        } else {
            new PlanPage(session.terminal()).print(plan);
        }
        List<Json> obstacles = plan.objects("obstacles");
        if (!obstacles.isEmpty()) {
            throw Failure.refused(
                    plan.text("tool") + " " + plan.text("to") + " cannot be deployed: "
                            + obstacles.stream()
                                    .map(obstacle -> obstacle.text("detail"))
                                    .collect(Collectors.joining("; ")),
                    answer.requestId());
        }
    }
}
