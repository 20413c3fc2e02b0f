package io.stacksy.smoke;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** One question, asked again and again by one caller; each answer is kept with its time. */
final class Asking implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(40);
    private static final Duration BETWEEN = Duration.ofMillis(100);

    private final Question question;
    private final HttpRequest request;
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private volatile boolean stopped;

    /**
     * One answer.
     *
     * @param status 0 where there was none
     */
    record Seen(long begun, long ended, int status, String type, String retryAfter, String body) {
        Duration took() {
            return Duration.ofNanos(ended - begun);
        }

        /** Whether it says as it should that the database is away. */
        boolean isAway() {
            return status == 503 && type.startsWith("application/problem+json") && retryAfter.matches("[1-3]");
        }
    }

    /** Begins to ask. */
    Asking(Question question, URI node) {
        this.question = question;
        this.request = question.to(node).timeout(LONGEST).build();
        Thread caller = new Thread(this::ask, "asking-" + question.what());
        caller.setDaemon(true);
        caller.start();
    }

    private void ask() {
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .executor(Runnable::run)
                .build();
        while (!stopped) {
            long begun = System.nanoTime();
            try {
                seen.add(seen(begun, http.send(request, BodyHandlers.ofString())));
            } catch (IOException e) {
                seen.add(new Seen(begun, System.nanoTime(), 0, "", "", e.toString()));
            } catch (InterruptedException e) {
                return;
            }
            LockSupport.parkNanos(BETWEEN.toNanos());
        }
    }

    private static Seen seen(long begun, HttpResponse<String> answer) {
        return new Seen(
                begun,
                System.nanoTime(),
                answer.statusCode(),
                answer.headers().firstValue("Content-Type").orElse(""),
                answer.headers().firstValue("Retry-After").orElse(""),
                answer.body());
    }

    /** What was asked since then and is answered. */
    List<Seen> askedSince(long nanos) {
        return seen.stream().filter(one -> one.begun() - nanos >= 0).toList();
    }

    /** What was answered since then. */
    List<Seen> answeredSince(long nanos) {
        return seen.stream().filter(one -> one.ended() - nanos >= 0).toList();
    }

    /** Whether the last of what was asked since then, as many as that, were all answered as is right. */
    boolean isGoodAgain(long nanos, int number) {
        List<Seen> asked = askedSince(nanos);
        return asked.size() >= number
                && asked.subList(asked.size() - number, asked.size()).stream().allMatch(this::isGood);
    }

    /** Whether the last answer said that the database is away. */
    boolean isRefused() {
        return !seen.isEmpty() && last().isAway();
    }

    boolean isGood(Seen one) {
        return one.status() == question.right();
    }

    /** Whether it is answered as it should be, with or without a database. */
    boolean isAllowed(Seen one) {
        return isGood(one) || (question.needsDatabase() && one.isAway());
    }

    /** With the last answer. */
    @Override
    public String toString() {
        return seen.isEmpty() ? question.what() : question.what() + ": " + last().status() + " " + last().body();
    }

    private Seen last() {
        return seen.get(seen.size() - 1);
    }

    @Override
    public void close() {
        stopped = true;
    }
}
