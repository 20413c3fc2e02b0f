package io.stacksy.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows what each tool does and uses. */
@Command(name = "top", description = "Shows what each tool does and uses, on a terminal again and again.")
final class Top implements Runnable {
    private static final String FIRST = "/admin/tools?limit=200";
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

    @Option(names = "--once", description = "Show it once and end.")
    private boolean once;

    private final Session session;
    private final Audit.Pause pause;

    Top(Session session, Audit.Pause pause) {
        this.session = session;
        this.pause = pause;
    }

    @Override
    public void run() {
        Node node = session.node();
        boolean again = session.terminal().live() && !once && !session.json();
        do {
            show(node, again);
        } while (again && paused());
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

    private void show(Node node, boolean again) {
        List<Json> tools = new ArrayList<>();
        Optional<String> path = Optional.of(FIRST);
        while (path.isPresent()) {
            Answer page = node.get(path.get());
            if (session.json()) {
                session.terminal().raw(page.body());
            }
            Json json = page.json();
            tools.addAll(json.objects("items"));
            path = json.find("next_cursor").map(cursor -> FIRST + "&cursor=" + Node.encoded(cursor));
        }
        if (session.json()) {
            return;
        }
        if (again) {
            session.terminal().clear();
        }
        table(tools).print(session.terminal());
    }

    private static Table table(List<Json> tools) {
        Table table = Table.headed(
                "TOOL", "LIVE", "REQ/S", "ERR/S", "CPU", "ALLOC/S", "THREADS", "CONNECTIONS", "DATABASE", "IN FLIGHT");
        tools.stream()
                .sorted(Comparator.comparingDouble((Json tool) -> number(tool, "cpu_share"))
                        .reversed()
                        .thenComparing(tool -> tool.text("name")))
                .forEach(tool -> table.row(
                        tool.text("name"),
                        tool.text("live"),
                        rate(number(tool, "requests_per_second")),
                        rate(number(tool, "errors_per_second")),
                        percent(number(tool, "cpu_share")),
                        size(number(tool, "allocated_bytes_per_second")),
                        String.valueOf(Math.round(number(tool, "threads"))),
                        String.valueOf(Math.round(number(tool, "connections"))),
                        percent(number(tool, "database_share")),
                        String.valueOf(tool.objects("revisions").stream()
                                .mapToLong(revision -> revision.number("in_flight", 0))
                                .sum())));
        return table;
    }

    private static double number(Json tool, String member) {
        return tool.object("load").map(load -> load.decimal(member, 0)).orElse(0.0);
    }

    private static String rate(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", share * 100);
    }

    /** {@code 512 B}, {@code 1.5 MiB}. */
    static String size(double bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, UNITS[unit]);
    }
}
