package io.stacksy.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/** The command as a user or a script runs it, with a home folder of its own. */
final class CommandLineRun {
    static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    private final Map<String, String> environment = new HashMap<>();
    private final Queue<String> typed = new ArrayDeque<>();
    private boolean atTerminal;
    private String piped = "";
    private Instant now = NOON;

    CommandLineRun(Path home, String url) {
        environment.put("HOME", home.toString());
        environment.put("STACKSY_URL", url);
    }

    CommandLineRun with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    CommandLineRun atTerminal(String... answers) {
        atTerminal = true;
        typed.addAll(List.of(answers));
        return this;
    }

    CommandLineRun piped(String text) {
        piped = text;
        return this;
    }

    CommandLineRun at(Instant time) {
        now = time;
        return this;
    }

    Result run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Optional<Terminal.Person> person = atTerminal ? Optional.of(new Typist()) : Optional.empty();
        Terminal terminal = new Terminal(
                new StringReader(piped),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                person,
                environment);
        int code = Main.run(arguments, environment, terminal, Clock.fixed(now, ZoneOffset.UTC));
        return new Result(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** How it ended. */
    record Result(int code, String out, String err) {}

    private final class Typist implements Terminal.Person {
        @Override
        public Optional<String> line(String prompt) {
            return Optional.ofNullable(typed.poll());
        }

        @Override
        public Optional<String> secret(String prompt) {
            return Optional.ofNullable(typed.poll());
        }
    }
}
