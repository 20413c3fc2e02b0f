package io.stacksy.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what the node is set to, and changes it. */
@Command(
        name = "settings",
        description = "Shows what the node is set to; with options, changes a setting on all nodes of its database at"
                + " once, without a restart.")
final class Settings implements Runnable {
    private static final String PATH = "/admin/settings";

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "One setting, such as RATE_LIMIT_DEFAULT; else all.")
    private @Nullable String name;

    @Option(names = "--set", paramLabel = "VALUE", description = "What it is to be, as in the environment.")
    private @Nullable String value;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            description = "With --set: when it ends, 30m from now or at 2026-12-31T00:00:00Z; else not by itself.")
    private @Nullable String until;

    @Option(names = "--reset", description = "Go back to what each node was started with.")
    private boolean reset;

    private final Session session;

    Settings(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        if (reset && value != null) {
            throw Failure.usage("--reset goes with no --set");
        }
        if (until != null && value == null) {
            throw Failure.usage("--until goes with --set alone");
        }
        if (name == null) {
            if (reset || value != null) {
                throw Failure.usage("which setting? Name one, such as RATE_LIMIT_DEFAULT");
            }
            list();
        } else {
            show(answer(PATH + "/" + Node.encoded(name)));
        }
    }

    private void list() {
        Table table = Table.headed("NAME", "VALUE", "FROM", "LIVE");
        Answer answer = session.node().get(PATH);
        if (session.json()) {
            session.terminal().raw(answer.body());
            return;
        }
        answer.json()
                .objects("items")
                .forEach(setting -> table.row(
                        setting.text("name"),
                        value(setting),
                        setting.text("source"),
                        setting.flag("live") ? "yes" : "no"));
        table.print(session.terminal());
    }

    private Answer answer(String path) {
        Node node = session.node();
        if (reset) {
            return node.delete(path);
        }
        return value == null ? node.get(path) : node.put(path, change(value));
    }

    private Map<String, Object> change(String text) {
        Map<String, Object> change = new LinkedHashMap<>();
        change.put("value", text);
        if (until != null) {
            change.put(
                    "until",
                    Span.after("--until", until, session.clock().instant()).toString());
        }
        return change;
    }

    private void show(Answer answer) {
        if (session.json()) {
            session.terminal().raw(answer.body());
            return;
        }
        Json setting = answer.json();
        boolean operators = setting.text("source").equals("operator");
        Table table = new Table()
                .row("name", setting.text("name"))
                .row("value", value(setting))
                .row("from", setting.text("source"));
        setting.find("until").ifPresent(end -> table.row("until", setting.moment("until")));
        if (operators) {
            table.row("else", setting.text("start_value") + " (" + setting.text("start_source") + ")");
        }
        Optional<String> takes = setting.find("takes").filter(text -> !text.isEmpty());
        takes.ifPresent(text -> table.row("takes", text));
        table.row("live", setting.flag("live") ? "yes" : "no, only at a start").print(session.terminal());
    }

    /** What nobody is to see has no value here, only whether there is one. */
    private static String value(Json setting) {
        return setting.find("value").orElseGet(() -> setting.flag("is_set") ? "(set)" : "-");
    }
}
