package io.stacksy.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows one tool with its revisions and routes. */
@Command(name = "tool", description = "Shows a tool with its revisions and routes.")
final class ShowTool implements Runnable {
    private static final int DIGITS_SHOWN = 12;

    @Parameters(paramLabel = "NAME", description = "The tool's name.")
    private String name = "";

    private final Session session;

    ShowTool(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        Answer answer = session.node().get("/admin/tools/" + Node.encoded(name));
        if (session.json()) {
            session.terminal().raw(answer.body());
        } else {
            show(answer.json(), session.terminal());
        }
    }

    private static void show(Json tool, Terminal terminal) {
        new Table()
                .row("name", tool.text("name"))
                .row("live", tool.text("live"))
                .row("health", tool.text("health"))
                .row("aliases", tool.joined("aliases"))
                .print(terminal);
        Table revisions = Table.headed("REVISION", "STATE", "WEIGHT", "IN FLIGHT", "SINCE", "SHA-256", "REASON");
        tool.objects("revisions").forEach(revision -> add(revisions, revision));
        terminal.line("");
        revisions.print(terminal);
        tool.objects("revisions").forEach(revision -> troubles(revision, terminal));
        tool.objects("revisions").forEach(revision -> removal(revision, terminal));
        for (Json revision : tool.objects("revisions")) {
            if (revision.find("version").equals(tool.find("live"))) {
                terminal.line("");
                terminal.line("ROUTES");
                revision.texts("routes").forEach(terminal::line);
            }
        }
    }

    /** What is wrong with a revision. */
    private static void troubles(Json revision, Terminal terminal) {
        revision.object("quarantine")
                .ifPresent(quarantine -> terminal.line("QUARANTINE of " + revision.text("version") + " since "
                        + quarantine.moment("since") + ": " + quarantine.text("reason")));
        for (Json trouble : revision.objects("troubles")) {
            terminal.line("TROUBLE of " + revision.text("version") + " since " + trouble.moment("since") + ": "
                    + trouble.text("kind") + ", " + trouble.text("detail"));
        }
    }

    /** What became of a revision that has left memory. */
    private static void removal(Json revision, Terminal terminal) {
        revision.object("removal").ifPresent(removal -> {
            String took = removal.find("took_millis")
                    .map(millis -> " after " + millis + " ms")
                    .orElse("");
            terminal.line("");
            terminal.line("REMOVAL of " + revision.text("version") + ": " + removal.text("outcome") + took);
            Table table = new Table();
            for (Json proof : removal.objects("proofs")) {
                table.row(proof.flag("given") ? "ok" : "LEFT", proof.text("subject"), proof.text("detail"));
            }
            for (Json holder : removal.objects("holders")) {
                table.row(
                        holder.flag("mended") ? "mended" : "HELD",
                        holder.text("kind"),
                        holder.text("name") + ", " + holder.text("detail"));
            }
            table.print(terminal);
        });
    }

    private static void add(Table table, Json revision) {
        String sha256 = revision.text("sha256");
        table.row(
                revision.text("version"),
                revision.text("state"),
                revision.text("weight") + " %",
                revision.text("in_flight"),
                revision.moment("since"),
                sha256.substring(0, Math.min(DIGITS_SHOWN, sha256.length())),
                revision.find("reason").orElse(""));
    }
}
