package io.stacksy.smoke;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Callers in a closed loop: each sends its next request when it has its answer, over a connection that it keeps. Every
 * answer is judged; what is not as expected is kept to be shown.
 */
final class Load implements AutoCloseable {
    private static final int KEPT = 20;
    private static final int SHOWN = 50;

    private final List<Thread> callers = new ArrayList<>();
    private final LongAdder answers = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final Map<String, LongAdder> revisions = new ConcurrentSkipListMap<>();
    private final Queue<String> examples = new ConcurrentLinkedQueue<>();
    private final Map<Thread, long[]> latencies = new ConcurrentHashMap<>();
    private final Duration between;
    private volatile boolean stopped;

    private Load(Duration between) {
        this.between = between;
    }

    /** What came of it; latencies in milliseconds. */
    record Result(
            long answers,
            long failures,
            Map<String, Long> revisions,
            List<String> examples,
            double median,
            double p99,
            double max) {
        @Override
        public String toString() {
            return "%d answers, %d failed, p50 %.1f ms, p99 %.1f ms, max %.1f ms, by revision %s %s"
                    .formatted(answers, failures, median, p99, max, byRevision(), examples);
        }

        private String byRevision() {
            return revisions.size() > SHOWN ? revisions.size() + " of them" : revisions.toString();
        }
    }

    /** Begins to call {@code uri} over {@code connections} connections; an answer that is not {@code good} has failed. */
    static Load on(URI uri, int connections, Predicate<HttpResponse<String>> good) {
        return paced(uri, connections, Duration.ZERO, good);
    }

    /** The same with callers that let some time pass between two requests, so that the machine is not at its limit. */
    static Load paced(URI uri, int connections, Duration between, Predicate<HttpResponse<String>> good) {
        Load load = new Load(between);
        for (int i = 0; i < connections; i++) {
            Thread caller = new Thread(() -> load.call(uri, good), "load-" + i);
            caller.setDaemon(true);
            load.callers.add(caller);
            caller.start();
        }
        return load;
    }

    /** Whether it is a 200 whose body names the revision that its header names. */
    static boolean wholly(HttpResponse<String> response) {
        String revision = response.headers().firstValue("Stacksy-Revision").orElse("none");
        return response.statusCode() == 200 && response.body().contains('"' + revision + '"');
    }

    private void call(URI uri, Predicate<HttpResponse<String>> good) {
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .executor(Runnable::run)
                .build();
        HttpRequest request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build();
        long[] nanos = new long[1024];
        int count = 0;
        while (!stopped) {
            long begin = System.nanoTime();
            try {
                HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
                String revision =
                        response.headers().firstValue("Stacksy-Revision").orElse("none");
                revisions.computeIfAbsent(revision, key -> new LongAdder()).increment();
                if (!good.test(response)) {
                    fail(response.statusCode() + " " + response.headers().map() + " " + response.body());
                }
            } catch (IOException e) {
                fail(e.toString());
            } catch (InterruptedException e) {
                return;
            }
            answers.increment();
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, count * 2);
            }
            nanos[count++] = System.nanoTime() - begin;
            if (!between.isZero()) {
                LockSupport.parkNanos(between.toNanos());
            }
        }
        latencies.put(Thread.currentThread(), Arrays.copyOf(nanos, count));
    }

    private void fail(String what) {
        failures.increment();
        if (examples.size() < KEPT) {
            examples.add(what);
        }
    }

    long answers() {
        return answers.sum();
    }

    /** Lets each caller finish its request, and counts. */
    Result stop() {
        stopped = true;
        for (Thread caller : callers) {
            try {
                caller.join(Duration.ofSeconds(60).toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        Map<String, Long> byRevision = new ConcurrentSkipListMap<>();
        revisions.forEach((revision, count) -> byRevision.put(revision, count.sum()));
        long[] nanos = latencies.values().stream()
                .flatMapToLong(Arrays::stream)
                .sorted()
                .toArray();
        return new Result(
                answers.sum(),
                failures.sum(),
                byRevision,
                List.copyOf(examples),
                millis(nanos, 0.5),
                millis(nanos, 0.99),
                millis(nanos, 1));
    }

    private static double millis(long[] sorted, double share) {
        return sorted.length == 0
                ? 0
                : sorted[(int) Math.min(sorted.length - 1L, (long) (share * sorted.length))] / 1e6;
    }

    @Override
    public void close() {
        stopped = true;
    }
}
