package io.stacksy.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server that is measured: a process of its own, whose output goes to a file. Closing it ends it. */
final class Contestant implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final double TICKS_PER_SECOND = 100; // what Linux shows in /proc, on every architecture of ours
    private static final int USER_TICKS = 11; // after the name, counted from the state on
    private static final int SYSTEM_TICKS = 12;

    private final Process process;
    private final int port;

    private Contestant(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts {@code command} and waits until a line of its output begins with {@code ready}. */
    static Contestant start(
            List<String> command, Map<String, String> environment, Path output, int port, String ready) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true).redirectOutput(output.toFile());
        try {
            Contestant contestant = new Contestant(builder.start(), port);
            contestant.await(output, ready);
            return contestant;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void await(Path output, String ready) throws IOException {
        long begun = System.nanoTime();
        while (Files.readAllLines(output).stream().noneMatch(line -> line.startsWith(ready))) {
            if (!process.isAlive() || System.nanoTime() - begun > START.toNanos()) {
                close();
                throw new IllegalStateException("not ready: " + Files.readString(output));
            }
            pause(); // it tells only by what it prints
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    /** Processor time that it has used so far, in seconds. */
    double cpuSeconds() {
        String stat = read("stat");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS])) / TICKS_PER_SECOND;
    }

    /** Memory that it has in RAM, in MB. */
    long residentMegabytes() {
        return read("status")
                        .lines()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElseThrow()
                / 1024;
    }

    private String read(String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
