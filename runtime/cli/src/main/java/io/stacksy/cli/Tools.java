package io.stacksy.cli;

import java.util.Optional;
import picocli.CommandLine.Command;

/** Lists the tools of the node. */
@Command(name = "tools", description = "Lists the tools of the node.")
final class Tools implements Runnable {
    private static final String FIRST = "/admin/tools?limit=200";

    private final Session session;

    Tools(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        Node node = session.node();
        Table table = Table.headed("NAME", "LIVE", "HEALTH", "ALIASES", "REVISIONS");
        Optional<String> path = Optional.of(FIRST);
        while (path.isPresent()) {
            Answer page = node.get(path.get());
            Json json = page.json();
            json.objects("items").forEach(tool -> add(table, tool));
            if (session.json()) {
                session.terminal().raw(page.body());
            }
            path = json.find("next_cursor").map(cursor -> FIRST + "&cursor=" + Node.encoded(cursor));
        }
        if (!session.json()) {
            table.print(session.terminal());
        }
    }

    private static void add(Table table, Json tool) {
        table.row(
                tool.text("name"),
                tool.text("live"),
                tool.text("health"),
                tool.joined("aliases"),
                String.valueOf(tool.objects("revisions").size()));
    }
}
