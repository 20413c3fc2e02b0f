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

    private final Session session;

    PlanJar(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        Answer answer =
                session.node().upload("/admin/tools?dry_run=true" + (downgrade ? "&downgrade=true" : ""), Jar.of(file));
        Json plan = answer.json();
        if (session.json()) {
            session.terminal().raw(answer.body());
        } else {
            show(plan, session.terminal());
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

    private static void show(Json plan, Terminal terminal) {
        Table table = new Table()
                .row("tool", plan.text("tool"))
                .row("from", plan.text("from"))
                .row("to", plan.text("to"))
                .row("aliases", plan.joined("aliases"))
                .row("migrations", plan.joined("migrations"));
        plan.object("signature").ifPresent(signature -> table.row("signature", signature.text("detail")));
        plan.objects("refused_calls")
                .forEach(call -> table.row(
                        "will refuse", call.text("call") + " in " + call.text("type") + "." + call.text("method")));
        if (plan.flag("nothing_to_do")) {
            table.row("change", "none: these very bytes are live");
        }
        plan.objects("obstacles").forEach(obstacle -> table.row("obstacle", obstacle.text("detail")));
        table.print(terminal);
    }
}
