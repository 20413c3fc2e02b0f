package io.stacksy.smoke;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Many callers without accounts, of which each keeps its cookies as a browser does. A few connections carry the requests
 * of all, one caller after the other and round again. What each was answered by is kept, with the time.
 */
final class Callers implements AutoCloseable {
    private final URI uri;
    private final int count;
    private final long requests;
    private final List<Thread> connections = new ArrayList<>();
    private final AtomicLong next = new AtomicLong();
    private final Map<Integer, String> cookies = new ConcurrentHashMap<>();
    private final Map<Integer, Set<String>> revisions = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();
    private final Map<String, AtomicLong> last = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> examples = new ConcurrentLinkedQueue<>();
    private final CountDownLatch over;
    private volatile boolean stopped;

    private Callers(URI uri, int count, long requests, int connections) {
        this.uri = uri;
        this.count = count;
        this.requests = requests;
        this.over = new CountDownLatch(connections);
        for (int i = 0; i < connections; i++) {
            Thread connection = new Thread(this::call, "callers-" + i);
            connection.setDaemon(true);
            this.connections.add(connection);
        }
    }

    /** Begins to send {@code requests} requests of {@code count} callers in turn. */
    static Callers on(URI uri, int count, long requests, int connections) {
        Callers callers = new Callers(uri, count, requests, connections);
        callers.connections.forEach(Thread::start);
        return callers;
    }

    private void call() {
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .executor(Runnable::run)
                .build();
        try {
            for (long request = next.getAndIncrement();
                    request < requests && !stopped;
                    request = next.getAndIncrement()) {
                ask(http, (int) (request % count));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            over.countDown();
        }
    }

    private void ask(HttpClient http, int caller) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30));
        String cookie = cookies.get(caller);
        if (cookie != null) {
            request.header("Cookie", cookie);
        }
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            response.headers()
                    .firstValue("Set-Cookie")
                    .ifPresent(set -> cookies.put(caller, set.substring(0, set.indexOf(';'))));
            note(caller, response);
        } catch (IOException e) {
            fail("none", e.toString());
        }
    }

    private void note(int caller, HttpResponse<String> response) {
        String revision = response.headers().firstValue("Stacksy-Revision").orElse("none");
        answers.computeIfAbsent(revision, key -> new LongAdder()).increment();
        revisions.computeIfAbsent(caller, key -> new ConcurrentSkipListSet<>()).add(revision);
        last.computeIfAbsent(revision, key -> new AtomicLong(Long.MIN_VALUE))
                .accumulateAndGet(System.nanoTime(), Math::max);
        if (!Load.wholly(response)) {
            fail(revision, response.statusCode() + " " + response.body());
        }
    }

    private void fail(String revision, String what) {
        failures.computeIfAbsent(revision, key -> new LongAdder()).increment();
        if (examples.size() < 20) {
            examples.add(revision + ": " + what);
        }
    }

    /** Waits until all requests are answered. */
    Callers finish() throws InterruptedException {
        over.await();
        return this;
    }

    /** Lets each connection finish its request. */
    Callers stop() throws InterruptedException {
        stopped = true;
        return finish();
    }

    long answers(String revision) {
        return sum(answers, revision);
    }

    long answers() {
        return answers.values().stream().mapToLong(LongAdder::sum).sum();
    }

    long failures(String revision) {
        return sum(failures, revision);
    }

    /** When the last answer of a revision came, as {@link System#nanoTime} tells it. */
    long last(String revision) {
        return last.getOrDefault(revision, new AtomicLong(Long.MIN_VALUE)).get();
    }

    /** The most revisions that any one caller has seen. */
    int mostRevisionsOfACaller() {
        return revisions.values().stream().mapToInt(Set::size).max().orElse(0);
    }

    private static long sum(Map<String, LongAdder> counts, String revision) {
        return counts.getOrDefault(revision, new LongAdder()).sum();
    }

    @Override
    public String toString() {
        return "answers " + answers + ", failures " + failures + " " + examples;
    }

    @Override
    public void close() {
        stopped = true;
    }
}
