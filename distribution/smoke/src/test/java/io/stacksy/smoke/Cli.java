package io.stacksy.smoke;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The {@code stacksy} command of the distribution, as a script runs it. */
final class Cli {
    private final Map<String, String> environment = new TreeMap<>();

    /** One that talks to {@code node} with {@code token}. */
    Cli(Node node, String token) {
        environment.put("STACKSY_URL", node.uri().toString());
        environment.put("STACKSY_TOKEN", token);
    }

    /** One that talks to no node. */
    Cli() {}

    /** How it ended and what it said. */
    record Result(int code, String out, String err) {
        List<String> lines() {
            return out.lines().toList();
        }
    }

    Result run(String... arguments) {
        return piped("", arguments);
    }

    /** Runs it with {@code input} on its standard input. */
    Result piped(String input, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Node.HOME.resolve("bin/stacksy").toString());
        command.addAll(List.of(arguments));
        try {
            Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target/cli")), "run-");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectOutput(folder.resolve("out").toFile())
                    .redirectError(folder.resolve("err").toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("STACKSY_"));
            builder.environment().put("XDG_CONFIG_HOME", folder.toAbsolutePath().toString());
            builder.environment().putAll(environment);
            Process process = builder.start();
            try (OutputStream in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            }
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("does not end: " + command);
            }
            return new Result(
                    process.exitValue(),
                    Files.readString(folder.resolve("out")),
                    Files.readString(folder.resolve("err")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
