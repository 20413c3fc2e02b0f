package io.stacksy.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs another program to its end.
 *
 * @param prefix what stands before each command line, such as a program that runs it as another user
 */
record Command(List<String> prefix) {
    Command {
        prefix = List.copyOf(prefix);
    }

    /** How a program ended, and what it said. */
    record Result(int exitCode, String output) {
        boolean failed() {
            return exitCode != 0;
        }

        /** The last line of the output that says something. */
        String lastLine() {
            List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
            return lines.isEmpty()
                    ? "exit code " + exitCode
                    : lines.get(lines.size() - 1).strip();
        }
    }

    /**
     * Runs {@code program}, gives it {@code input} and waits for its end.
     *
     * @throws IOException if there is no such program, or it cannot be run here
     */
    Result run(String input, Path program, String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(prefix));
        builder.command().add(program.toString());
        builder.command().addAll(List.of(arguments));
        builder.redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        String path = environment.getOrDefault("PATH", "/usr/bin:/bin");
        environment.clear(); // neither our secrets nor anyone's PGPORT
        environment.putAll(Map.of("PATH", path, "LC_ALL", "C"));
        Process process = builder.start();
        try (OutputStream standardInput = process.getOutputStream()) {
            standardInput.write(input.getBytes(UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Result(process.waitFor(), output);
    }
}
