package io.stacksy.smoke;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Optional;
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
    private static final Pattern READY = Pattern.compile("stacksy ready (https?://\\S+) in (\\d+) ms");
    private static final Duration START = Duration.ofSeconds(90);
    private static final int REFUSED = 2; // what a node exits with that does not start

    private final Process process;
    private final Path data;
    private final List<String> output = new CopyOnWriteArrayList<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Matcher> ready = new CompletableFuture<>();
    private final List<Thread> readers = new ArrayList<>();

    Node(Process process, Path data) {
        this.process = process;
        this.data = data;
        readers.add(reader(process.inputReader(), output));
        readers.add(reader(process.errorReader(), errors));
    }

    /** A start on a data folder of its own. */
    static Start on(Path data) {
        return new Start(data.toAbsolutePath());
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it serves; ends it if it never does. */
    void awaitReady() {
        try {
            ready.get(START.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            close();
            throw new IllegalStateException("not ready: " + transcript(), e);
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

    /** What the JVM was started with. */
    String commandLine() {
        return String.join(" ", process.info().arguments().orElseThrow());
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

    /** Lets its failpoint end it by what is asked of it, somewhere in the middle of an answer. */
    void isKilledBy(Runnable question) {
        try {
            question.run();
        } catch (UncheckedIOException e) {
            assertThat(e).hasMessageContaining("/admin/"); // as an Api says it
        }
        assertThat(exit()).as(transcript()).isEqualTo(137);
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
        if (process.exitValue() == REFUSED) {
            return; // what runs on the data folder is another node's
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
