package io.stacksy.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows who did what, when, from where, with what result. */
@Command(name = "audit", description = "Shows who did what, when, from where, with what result.")
final class Audit implements Runnable {
    private static final int PAGE = 200;
    private static final int MOST = 10_000;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "How many lines at most, the newest ones; 50 if not given.")
    private int limit = 50;

    @Option(names = "--follow", description = "Go on with each new line, until interrupted.")
    private boolean follow;

    @Option(names = "--tool", paramLabel = "NAME", description = "Only what was done to this tool.")
    @Nullable
    private String tool;

    @Option(
            names = "--actor",
            paramLabel = "NAME",
            description = "Only what this account did; 'node' for the node itself.")
    @Nullable
    private String actor;

    @Option(names = "--action", paramLabel = "ACTION", description = "Only this, such as tool.switched.")
    @Nullable
    private String action;

    private final Session session;
    private final Pause pause;

    /** The time between two looks. */
    @FunctionalInterface
    interface Pause {
        void take() throws InterruptedException;
    }

    Audit(Session session, Pause pause) {
        this.session = session;
        this.pause = pause;
    }

    @Override
    public void run() {
        if (limit < 1 || limit > MOST) {
            throw Failure.usage("--limit takes a number from 1 to " + MOST + ", not " + limit);
        }
        Node node = session.node();
        AuditTail tail = new AuditTail(cursor -> node.get(path(cursor)).json());
        show(tail.last(limit), true);
        while (follow && paused()) {
            show(tail.more(), false);
        }
    }

    private boolean paused() {
        try {
            pause.take();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private String path(Optional<String> cursor) {
        StringBuilder path = new StringBuilder("/admin/audit?limit=" + Math.min(limit, PAGE));
        Map<String, String> asked = new TreeMap<>();
        put(asked, "tool", tool);
        put(asked, "actor", actor);
        put(asked, "action", action);
        asked.forEach((name, value) -> path.append('&').append(name).append('=').append(Node.encoded(value)));
        cursor.ifPresent(value -> path.append("&cursor=").append(Node.encoded(value)));
        return path.toString();
    }

    private static void put(Map<String, String> asked, String name, @Nullable String value) {
        if (value != null) {
            asked.put(name, value);
        }
    }

    private void show(List<Json> lines, boolean first) {
        if (session.json()) {
            lines.forEach(line -> session.terminal().raw(Json.write(line.members())));
            return;
        }
        Table table =
                first ? Table.headed("TIME", "ACTOR", "ADDRESS", "ACTION", "TARGET", "RESULT", "DETAILS") : new Table();
        lines.forEach(line -> table.row(
                line.text("at"),
                line.text("actor"),
                line.text("address"),
                line.text("action"),
                line.text("target"),
                line.text("result"),
                details(line)));
        table.print(session.terminal());
    }

    /** What is not in another column already. */
    private static String details(Json line) {
        return line.object("details").map(Json::members).orElse(Map.of()).entrySet().stream()
                .filter(detail -> !detail.getKey().equals("tool"))
                .map(detail -> detail.getKey() + "=" + quoted(String.valueOf(detail.getValue())))
                .collect(Collectors.joining(" "));
    }

    private static String quoted(String text) {
        return text.matches("[A-Za-z0-9._:@/-]+") ? text : "'" + text + "'";
    }
}
