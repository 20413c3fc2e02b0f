package io.stacksy.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A plan as people read it: what it is about, and then a section for each kind of thing that would happen. */
final class PlanPage {
    private static final String INDENT = "  ";

    private final Terminal terminal;

    PlanPage(Terminal terminal) {
        this.terminal = terminal;
    }

    void print(Json plan) {
        head(plan);
        section("changes for callers", changes(plan));
        section("version", verdict(plan));
        section(
                "who is affected",
                plan.objects("affected").stream()
                        .map(affected -> new Line(affected.text("detail"), true))
                        .toList());
        section("migrations", migrations(plan));
        section("rollback", rollback(plan));
        section("will refuse", refusedCalls(plan));
        section("would touch other bundles", lines(plan.texts("touched_bundles"), true));
        section("imports", lines(imports(plan), false));
        section(
                "obstacles",
                plan.objects("obstacles").stream()
                        .map(obstacle -> new Line(obstacle.text("detail"), true))
                        .toList());
    }

    /** But for what every Java has. */
    private static List<String> imports(Json plan) {
        return plan.texts("imports").stream()
                .filter(line -> !line.startsWith("java."))
                .toList();
    }

    private record Line(String text, boolean alarming) {}

    private void head(Json plan) {
        Table table = new Table()
                .row("tool", plan.text("tool"))
                .row("from", plan.text("from"))
                .row("to", plan.text("to"))
                .row("plan", plan.text("plan"))
                .row("aliases", aliases(plan));
        if (!plan.texts("new_permissions").isEmpty()) {
            table.row("new permissions", plan.joined("new_permissions"));
        }
        plan.object("signature").ifPresent(signature -> table.row("signature", signature.text("detail")));
        if (plan.flag("nothing_to_do")) {
            table.row("change", "none: these very bytes are live");
        }
        table.print(terminal);
    }

    private static String aliases(Json plan) {
        List<String> removed = plan.texts("aliases_removed");
        List<String> added = plan.texts("aliases_added");
        return plan.joined("aliases")
                + (added.isEmpty() ? "" : "; new: " + String.join(", ", added))
                + (removed.isEmpty() ? "" : "; gone: " + String.join(", ", removed));
    }

    private void section(String title, List<Line> lines) {
        if (lines.isEmpty()) {
            return;
        }
        terminal.line("");
        terminal.line(title);
        for (Line line : lines) {
            if (line.alarming()) {
                terminal.alarm(INDENT + line.text());
            } else {
                terminal.line(INDENT + line.text());
            }
        }
    }

    private static List<Line> changes(Json plan) {
        return plan.objects("changes").stream()
                .map(change -> new Line(
                        (change.flag("breaking") ? "breaking: " : "") + change.text("operation") + " "
                                + change.text("detail"),
                        change.flag("breaking")))
                .toList();
    }

    private static List<Line> verdict(Json plan) {
        return plan.object("verdict")
                .map(verdict -> List.of(new Line(verdict.text("detail"), !verdict.flag("fits"))))
                .orElse(List.of());
    }

    private static List<Line> migrations(Json plan) {
        List<Line> lines = new ArrayList<>();
        for (Json migration : plan.objects("migrations")) {
            boolean destructive = migration.text("effect").equals("destructive");
            lines.add(new Line(migration.text("script") + ", " + migration.text("effect"), destructive));
            lines.addAll(lines(
                    migration.texts("findings").stream()
                            .map(finding -> INDENT + finding)
                            .toList(),
                    destructive));
        }
        return lines;
    }

    private static List<Line> rollback(Json plan) {
        Optional<Json> rollback =
                plan.object("rollback").filter(unused -> plan.find("from").isPresent());
        return rollback.map(found -> List.of(new Line(found.text("detail"), !found.flag("possible"))))
                .orElse(List.of());
    }

    private static List<Line> refusedCalls(Json plan) {
        return plan.objects("refused_calls").stream()
                .map(call -> new Line(call.text("call") + " in " + call.text("type") + "." + call.text("method"), true))
                .toList();
    }

    private static List<Line> lines(List<String> texts, boolean alarming) {
        return texts.stream().map(text -> new Line(text, alarming)).toList();
    }
}
