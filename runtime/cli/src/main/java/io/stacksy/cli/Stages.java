package io.stacksy.cli;

import java.util.ArrayList;
import java.util.List;

/** Shows the steps of a rollout as they go: a line each, and on a terminal the running one too. */
final class Stages {
    private static final int NAME_WIDTH = 14;

    private final Terminal terminal;
    private final List<String> shown = new ArrayList<>();
    private boolean open;

    Stages(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Shows what is new in {@code rollout}. */
    void show(Rollout rollout) {
        for (int i = 0; i < rollout.steps().size(); i++) {
            Rollout.Step step = rollout.steps().get(i);
            if (i == shown.size()) {
                shown.add("");
            }
            // a step that runs may tell more and more, which only a terminal has room for
            String news = terminal.live() ? step.state() + step.detail().orElse("") : step.state();
            if (!shown.get(i).equals(news)) {
                shown.set(i, news);
                show(step);
            }
        }
        if (rollout.decided()) {
            close();
        }
    }

    /** Leaves the line that stands open, so that others can follow. */
    void close() {
        if (open) {
            terminal.overwrite("", false);
            open = false;
        }
    }

    private void show(Rollout.Step step) {
        boolean running = step.state().equals("running") || waits(step);
        if (terminal.live()) {
            terminal.overwrite(text(step), !running);
            open = running;
        } else if (!running) {
            terminal.line(text(step));
        }
    }

    private static String text(Rollout.Step step) {
        String name = "  " + step.name()
                + " ".repeat(Math.max(1, NAME_WIDTH - step.name().length()));
        String detail =
                step.detail().map(text -> "  " + text.replace('\n', ' ')).orElse("");
        return switch (step.state()) {
            case "running" -> name + "..." + detail;
            case "done" -> name + took(step) + detail;
            default -> name + step.state() + detail;
        };
    }

    private static boolean waits(Rollout.Step step) {
        return step.state().equals("paused") || step.state().equals("inconclusive");
    }

    private static String took(Rollout.Step step) {
        return step.took().map(duration -> duration.toMillis() + " ms").orElse("done");
    }
}
