package io.stacksy.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where verbs read from and write to: a person at a terminal, or a script. */
final class Terminal {
    /** A person who can be asked. */
    interface Person {
        /** The line that is typed in answer; empty at the end of input. */
        Optional<String> line(String prompt);

        /** The same, without showing what is typed. */
        Optional<String> secret(String prompt);
    }

    private final BufferedReader in;
    private final PrintStream out;
    private final PrintStream err;
    private final Optional<Person> person;
    private final Map<String, String> environment;

    Terminal(Reader in, PrintStream out, PrintStream err, Optional<Person> person, Map<String, String> environment) {
        this.in = new BufferedReader(in);
        this.out = out;
        this.err = err;
        this.person = person;
        this.environment = Map.copyOf(environment);
    }

    /** The one that the process was started in. UTF-8 goes in and out, whatever the locale: passwords, what nodes send. */
    static Terminal ofProcess(Map<String, String> environment) {
        return new Terminal(
                new InputStreamReader(System.in, StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                Optional.ofNullable(System.console())
                        .filter(Terminal::isTerminal)
                        .map(AtConsole::new),
                environment);
    }

    /** Newer Java has a console without a terminal too; {@code isTerminal}, which Java 17 lacks, tells. */
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException e) {
            return false;
        }
    }

    /** Whoever can be asked; empty for a script. */
    Optional<Person> person() {
        return person;
    }

    /** The next line of what is piped in; empty at the end. */
    Optional<String> pipedLine() {
        try {
            return Optional.ofNullable(in.readLine());
        } catch (IOException e) {
            throw new UncheckedIOException("the standard input cannot be read", e);
        }
    }

    /** For what is written without a care for terminals, such as help. */
    PrintWriter out() {
        return new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), true);
    }

    void line(String text) {
        out.println(printable(text));
    }

    /** Writes what a node sent, as it came. */
    void raw(String text) {
        out.println(text);
    }

    /** Writes a line that a person must not pass over: in red, where there is one who has not asked for no colour. */
    void alarm(String text) {
        boolean coloured = live() && environment.getOrDefault("NO_COLOR", "").isEmpty();
        out.println(coloured ? "\u001b[31m" + printable(text) + "\u001b[0m" : printable(text));
    }

    void error(String text) {
        err.println(printable(text));
    }

    /** Whether a line may be written over. */
    boolean live() {
        String ci = environment.getOrDefault("CI", "");
        boolean inCi = !ci.isEmpty() && !ci.equals("0") && !ci.equals("false");
        return person.isPresent() && !inCi && !"dumb".equals(environment.get("TERM"));
    }

    /** Writes over the line that was written last in this way; {@code last} leaves it standing. */
    void overwrite(String text, boolean last) {
        out.print("\r\u001b[K" + printable(text) + (last ? System.lineSeparator() : ""));
        out.flush();
    }

    /** Leaves nothing on the screen, so that the next line is the first. */
    void clear() {
        out.print("\u001b[H\u001b[2J");
        out.flush();
    }

    /** {@code text} without anything that could steer the terminal. */
    static String printable(@Nullable String text) {
        return text == null ? "" : text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "?");
    }

    /** The person at the console of the process. */
    private record AtConsole(Console console) implements Person {
        @Override
        public Optional<String> line(String prompt) {
            return Optional.ofNullable(console.readLine("%s", prompt));
        }

        @Override
        public Optional<String> secret(String prompt) {
            char @Nullable [] typed = console.readPassword("%s", prompt);
            return typed == null ? Optional.empty() : Optional.of(new String(typed));
        }
    }
}
