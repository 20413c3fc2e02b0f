package io.stacksy.cli;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A stream of server-sent events while it is read: lines come in on one thread and go out on another. */
final class EventStream implements HttpResponse.BodyHandler<Void>, Flow.Subscriber<String> {
    private sealed interface Signal {}

    private record Line(String text) implements Signal {}

    /** The end; {@code why} is empty where it is a good one. */
    private record End(String why) implements Signal {}

    private final URI node;
    private final Duration silence;
    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private volatile HttpResponse.@Nullable ResponseInfo head;

    /** @param silence how long nothing may come, not even a sign of life */
    EventStream(URI node, Duration silence) {
        this.node = node;
        this.silence = silence;
    }

    @Override
    public HttpResponse.BodySubscriber<Void> apply(HttpResponse.ResponseInfo info) {
        head = info;
        return HttpResponse.BodySubscribers.fromLineSubscriber(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String line) {
        signals.add(new Line(line));
    }

    @Override
    public void onError(Throwable failure) {
        // end() follows, and says why
    }

    @Override
    public void onComplete() {
        // end() follows
    }

    /** Nothing more comes, because of {@code why} if that is not empty. */
    void end(String why) {
        signals.add(new End(why));
    }

    /** Hands on the data of each event. Returns the answer, with its body where that was no stream of events. */
    Answer follow(Predicate<String> observer) {
        StringBuilder body = new StringBuilder();
        EventData event = new EventData();
        while (true) {
            Signal signal = next();
            if (signal instanceof Line line) {
                if (!isStream()) {
                    body.append(line.text()).append('\n');
                } else if (event.add(line.text()).filter(observer.negate()).isPresent()) {
                    return answer("");
                }
            } else if (signal instanceof End end) {
                if (!end.why().isEmpty()) {
                    throw Failure.unreachable(node, end.why());
                }
                return answer(body.toString());
            }
        }
    }

    private Signal next() {
        try {
            Signal signal = signals.poll(silence.toMillis(), TimeUnit.MILLISECONDS);
            return signal == null ? new End("nothing was heard for " + silence.toSeconds() + " s") : signal;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new End("interrupted");
        }
    }

    private boolean isStream() {
        HttpResponse.ResponseInfo info = head;
        return info != null
                && info.statusCode() == 200
                && info.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream");
    }

    private Answer answer(String body) {
        HttpResponse.ResponseInfo info = head;
        if (info == null) {
            throw Failure.unreachable(node, "it closed the connection without an answer");
        }
        return new Answer(node, info.statusCode(), body, info.headers().firstValue("X-Request-Id"));
    }

    /** The lines of one event, until it is complete. */
    static final class EventData {
        private final StringBuilder data = new StringBuilder();

        /** Takes the next line of the stream; returns the data of the event that it completes. */
        Optional<String> add(String line) {
            if (line.isEmpty()) {
                Optional<String> complete = data.isEmpty() ? Optional.empty() : Optional.of(data.toString());
                data.setLength(0);
                return complete;
            }
            if (line.equals("data") || line.startsWith("data:")) {
                String value = line.length() > 5 ? line.substring(5) : "";
                data.append(data.isEmpty() ? "" : "\n").append(value.startsWith(" ") ? value.substring(1) : value);
            }
            return Optional.empty(); // comments, and fields that nobody here looks at
        }
    }
}
