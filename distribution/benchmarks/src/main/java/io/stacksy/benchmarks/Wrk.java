package io.stacksy.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One call of wrk, and what it says of it. */
final class Wrk {
    private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in ([\\d.]+)(ms|s|m)");
    private static final Pattern LATENCY = Pattern.compile("(50|99)%\\s+([\\d.]+)(us|ms|s)");
    private static final Pattern FAILED = Pattern.compile("Non-2xx or 3xx responses: (\\d+)|Socket errors: (.*)");
    private static final Map<String, Double> MILLIS = Map.of("us", 0.001, "ms", 1.0, "s", 1_000.0, "m", 60_000.0);

    private Wrk() {}

    /** Times in milliseconds. */
    record Result(long requests, double seconds, double p50, double p99) {}

    /**
     * Calls {@code url} over and over.
     *
     * @throws IllegalStateException if an answer was no success
     */
    static Result run(String url, List<String> headers, int connections, int seconds) {
        List<String> command = new ArrayList<>(
                List.of("wrk", "-t1", "-c" + connections, "-d" + seconds + "s", "--latency", "--timeout", "10s"));
        headers.forEach(header -> command.addAll(List.of("-H", header)));
        command.add(url);
        try {
            Process wrk = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (wrk.waitFor() != 0 || FAILED.matcher(said).find()) {
                throw new IllegalStateException(url + ": " + said);
            }
            return read(said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Result read(String said) {
        Matcher requests = found(REQUESTS.matcher(said), said);
        Matcher latency = LATENCY.matcher(said);
        double p50 = millis(found(latency, said), 2);
        double p99 = millis(found(latency, said), 2);
        return new Result(Long.parseLong(requests.group(1)), millis(requests, 2) / 1_000, p50, p99);
    }

    private static Matcher found(Matcher matcher, String said) {
        if (!matcher.find()) {
            throw new IllegalStateException("not understood: " + said);
        }
        return matcher;
    }

    private static double millis(Matcher matcher, int group) {
        return Double.parseDouble(matcher.group(group)) * MILLIS.getOrDefault(matcher.group(group + 1), 1.0);
    }
}
