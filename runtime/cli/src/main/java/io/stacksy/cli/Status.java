package io.stacksy.cli;

import java.time.Duration;
import picocli.CommandLine.Command;

/** Shows how the node is. */
@Command(name = "status", description = "Shows how the node is.")
final class Status implements Runnable {
    private final Session session;

    Status(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        Node node = session.node();
        Answer answer = node.get("/admin/status");
        if (session.json()) {
            session.terminal().raw(answer.body());
            return;
        }
        Json status = answer.json();
        new Table()
                .row("node", node.url().toString())
                .row("version", status.text("version"))
                .row("java", status.text("java"))
                .row("up for", readable(Duration.ofSeconds(status.number("uptime_seconds", 0))))
                .row("tools", status.text("tools"))
                .row("rollouts", status.text("rollouts_running") + " running")
                .print(session.terminal());
    }

    /** {@code 3d 4h}, {@code 4h 5m}, {@code 5m 6s}: the two largest units are what people want to know. */
    static String readable(Duration time) {
        if (time.toDays() > 0) {
            return time.toDays() + "d " + time.toHoursPart() + "h";
        }
        if (time.toHours() > 0) {
            return time.toHours() + "h " + time.toMinutesPart() + "m";
        }
        return time.toMinutes() + "m " + time.toSecondsPart() + "s";
    }
}
