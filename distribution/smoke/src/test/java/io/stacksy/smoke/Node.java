package io.stacksy.smoke;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One run of {@code stacksy run} from the unpacked distribution. Closing it kills what is left of it. */
final class Node implements AutoCloseable {
    static final Path HOME =
            Path.of(System.getProperty("stacksy.home")).toAbsolutePath().normalize();
    private static final Pattern READY = Pattern.compile("stacksy ready (http://\\S+) in (\\d+) ms");
    /** Few nodes live long enough for the JVM's second compiler to be worth its time; where figures count, it is on. */
    private static final String OPTIONS = System.getProperty("stacksy.node.options", "");

    private static final Duration START = Duration.ofSeconds(90);

    private final Process process;
    private final Path data;
    private final List<String> output = new CopyOnWriteArrayList<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Matcher> ready = new CompletableFuture<>();
    private final List<Thread> readers = new ArrayList<>();

    private Node(Process process, Path data) {
        this.process = process;
        this.data = data;
        readers.add(reader(process.inputReader(), output));
        readers.add(reader(process.errorReader(), errors));
    }

    /** How a node is to be started. */
    static final class Start {
        private final Map<String, String> environment = new TreeMap<>();
        private final List<String> arguments = new ArrayList<>();
        private final Path data;

        private Start(Path data) {
            this.data = data;
            environment.put("STACKSY_JAVA_OPTIONS", OPTIONS);
        }

        Start with(String name, String value) {
            environment.put(name, value);
            return this;
        }

        Start argument(String... words) {
            arguments.addAll(List.of(words));
            return this;
        }

        /** Ends the process at a failpoint of the rollout engine. */
        Start failpoint(String name) {
            return with("JAVA_TOOL_OPTIONS", "-Dstacksy.failpoint=" + name);
        }

        /** Starts it and waits until it is ready. */
        Node ready() {
            Node node = launch();
            try {
                node.ready.get(START.toSeconds(), TimeUnit.SECONDS);
                return node;
            } catch (InterruptedException e) {
                node.close();
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            } catch (ExecutionException | TimeoutException e) {
                node.close();
                throw new IllegalStateException("not ready: " + node.transcript(), e);
            }
        }

        Node launch() {
            List<String> command =
                    new ArrayList<>(List.of(HOME.resolve("bin/stacksy").toString(), "run"));
            if (!arguments.contains("--port")) {
                command.addAll(List.of("--port", Integer.toString(freePort())));
            }
            command.addAll(List.of("--data", data.toString()));
            command.addAll(arguments);
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().keySet().removeIf(name -> name.startsWith("STACKSY_"));
            builder.environment().putAll(environment);
            try {
                return new Node(builder.start(), data);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A start on a data folder of its own. */
    static Start on(Path data) {
        return new Start(data.toAbsolutePath());
    }

    /** A new, empty data folder below {@code target/}. */
    static Path newData(String name) {
        try {
            return Files.createTempDirectory(Files.createDirectories(Path.of("target/data")), name + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI uri() {
        return URI.create(ready.join().group(1));
    }

    /** What the ready line says, in milliseconds. */
    long readyAfter() {
        return Long.parseLong(ready.join().group(2));
    }

    Path data() {
        return data;
    }

    long pid() {
        return process.pid();
    }

    String adminPassword() {
        try {
            return Files.readString(data.resolve("admin-password")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A client that is signed in as the administrator. */
    Api admin() {
        return new Api(uri()).login("admin", adminPassword());
    }

    List<String> output() {
        return List.copyOf(output);
    }

    List<String> errors() {
        return List.copyOf(errors);
    }

    /** Ends it as an operator does; returns its exit code. */
    int stop() {
        process.destroy();
        return exit();
    }

    /** Ends it as a power cut does. */
    void kill() {
        process.destroyForcibly();
        exit();
    }

    /** Waits until it has ended by itself; returns its exit code. */
    int exit() {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("does not end: " + transcript());
            }
            for (Thread reader : readers) {
                reader.join(TimeUnit.SECONDS.toMillis(10));
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Kills it if it still runs, and the PostgreSQL that a kill left behind. */
    @Override
    public void close() {
        if (process.isAlive()) {
            stop();
        }
        orphan().ifPresent(postgres -> {
            postgres.destroy(); // SIGTERM: PostgreSQL's smart shutdown
            try {
                postgres.onExit().get(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException e) {
                postgres.destroyForcibly();
            }
        });
    }

    /** The PostgreSQL of this data folder, if one runs. */
    Optional<ProcessHandle> orphan() {
        Path file = data.resolve("postgres/postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(file)) {
            long pid = Long.parseLong(lines.findFirst().orElse("0").strip());
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    String transcript() {
        return String.join("\n", errors) + "\n"
                + String.join("\n", output.subList(Math.max(0, output.size() - 60), output.size()));
    }

    private Thread reader(BufferedReader stream, List<String> lines) {
        Thread thread = new Thread(() -> {
            try (stream) {
                for (String line = stream.readLine(); line != null; line = stream.readLine()) {
                    lines.add(line);
                    Matcher matcher = READY.matcher(line);
                    if (matcher.matches()) {
                        ready.complete(matcher);
                    }
                }
            } catch (IOException e) {
                lines.add("[the stream broke: " + e.getMessage() + "]");
            }
            ready.completeExceptionally(new IllegalStateException("the node ended before it was ready"));
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
