package io.stacksy.cli;

import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Says how a canary goes on: one verb for each word. */
@Command
final class Steer implements Runnable {
    @Parameters(paramLabel = "NAME", description = "The tool's name.")
    private String name = "";

    private final Session session;
    private final Word word;

    private Steer(Session session, Word word) {
        this.session = session;
        this.word = word;
    }

    /** What can be said. */
    enum Word {
        PROMOTE("Gives the new revision of a tool, which has a share of its traffic, all of it."),
        ABORT("Takes the new revision of a tool, which has a share of its traffic, out of service."),
        PAUSE("Lets a canary stay at its share of the traffic until it is resumed, promoted or aborted."),
        RESUME("Lets a canary that was paused, or was not decided, begin its stage anew.");

        private final String description;

        Word(String description) {
            this.description = description;
        }

        /** The verb that says it. */
        CommandLine verb(Session session) {
            CommandLine verb = new CommandLine(new Steer(session, this));
            verb.getCommandSpec().name(label()).usageMessage().description(description);
            return verb;
        }

        private String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public void run() {
        Node node = session.node();
        Answer said = node.post("/admin/tools/" + Node.encoded(name) + "/" + word.label(), Map.of());
        switch (word) {
            case PROMOTE, ABORT -> new Progress(session, node).followSteered(said);
            case PAUSE, RESUME -> answer(said);
        }
    }

    private void answer(Answer said) {
        if (session.json()) {
            session.terminal().raw(said.body());
        } else {
            session.tell("the canary of " + name + " is " + word.label() + "d; see: stacksy tool " + name);
        }
    }
}
