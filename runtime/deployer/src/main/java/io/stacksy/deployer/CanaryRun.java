package io.stacksy.deployer;

import io.stacksy.deploy.Actor;
import io.stacksy.deploy.CanaryOrder;
import io.stacksy.deploy.Rollout;
import io.stacksy.deploy.RolloutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A canary under way: its share of the traffic, and what people say to it. What moves traffic has moved it when the call
 * returns. Thread-safe.
 */
final class CanaryRun {
    private final RouteTable routes;
    private final Slot live;
    private final Slot next;
    private final Supplier<Rollout> rollout;
    private final BlockingQueue<Word> words = new LinkedBlockingQueue<>();
    private boolean over;

    /** What somebody said. */
    record Word(CanaryOrder order, Actor by) {}

    /** @param rollout as it stands */
    CanaryRun(RouteTable routes, Slot live, Slot next, Supplier<Rollout> rollout) {
        this.routes = routes;
        this.live = live;
        this.next = next;
        this.rollout = rollout;
    }

    Slot live() {
        return live;
    }

    Slot next() {
        return next;
    }

    Rollout rollout() {
        return rollout.get();
    }

    /** Gives the new revision its share, unless it is decided how this ends. */
    synchronized void share(int percent) {
        if (!over) {
            routes.put(Lane.divided(live, Map.of(next, percent, live, Lane.WHOLE - percent)));
        }
    }

    /** Divides the traffic as somebody wants it, and stands still from then on. */
    synchronized void divide(Lane lane, Actor by) {
        checkOpen();
        routes.put(lane);
        words.add(new Word(CanaryOrder.PAUSE, by));
    }

    /** @throws RolloutException if it is decided already how this ends */
    synchronized Rollout say(CanaryOrder order, Actor by) {
        checkOpen();
        switch (order) {
            case PROMOTE -> end(next);
            case ABORT -> end(live);
            case PAUSE, RESUME -> {
                // moves nothing
            }
        }
        words.add(new Word(order, by));
        return rollout();
    }

    private void end(Slot whole) {
        over = true;
        routes.put(whole);
    }

    private void checkOpen() {
        if (over) {
            throw RolloutException.noCanary(live.revision().tool());
        }
    }

    /** Ends it for those who could still say something. False where somebody has decided it, which is to be heard then. */
    synchronized boolean end() {
        boolean first = !over;
        over = true;
        return first;
    }

    /** The next thing that somebody says, if that is within {@code patience}. */
    Optional<Word> hear(Duration patience) throws InterruptedException {
        return Optional.ofNullable(words.poll(patience.toNanos(), TimeUnit.NANOSECONDS));
    }
}
