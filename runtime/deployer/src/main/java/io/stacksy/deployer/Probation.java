package io.stacksy.deployer;

import io.stacksy.deploy.Actor;
import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.RolloutException.Reason;
import io.stacksy.deploy.Tool;
import io.stacksy.deployer.Tally.Counts;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches each new revision for as long as the one before is warm, and goes back to that one where the new one fails
 * more than it did, or says that it is down. Thread-safe.
 */
final class Probation {
    static final Actor BY = Actor.node("probation");

    private static final Logger LOG = LoggerFactory.getLogger(Probation.class);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Return back;
    private final Timer timer;
    private final Ticker ticker;
    private final Supplier<Duration> window;

    /** Goes back to the revision before. */
    @FunctionalInterface
    interface Return {
        /** @throws RolloutException if that does not even begin */
        void to(Slot before, String why);
    }

    /** What is watched, and what each of both had done before. */
    private record Term(
            ToolState tool, Slot next, Slot before, Counts nextHad, Counts beforeHad, Ticker.Deadline end) {}

    Probation(Return back, Timer timer, Ticker ticker, Supplier<Duration> window) {
        this.back = back;
        this.timer = timer;
        this.ticker = ticker;
        this.window = window;
    }

    /** Begins with a revision that has just got all of the traffic. */
    void begin(ToolState tool, Slot next) {
        tool.warm()
                .filter(before -> before != next)
                .ifPresent(before -> later(new Term(
                        tool,
                        next,
                        before,
                        next.tally().counts(),
                        before.tally().counts(),
                        ticker.in(window.get()))));
    }

    private void later(Term term) {
        Future<?> unused = timer.after(LOOK, () -> look(term));
    }

    private void look(Term term) {
        if (term.end().isOver() || !isCurrent(term)) {
            return;
        }
        Optional<String> why = worse(term);
        if (why.isEmpty()) {
            later(term);
            return;
        }
        String reason = term.next().revision() + " is on probation: " + why.get() + "; back to "
                + term.before().revision().version();
        try {
            back.to(term.before(), reason);
            LOG.warn("{}", reason);
        } catch (RolloutException e) {
            LOG.warn("{}, which is not done yet: {}", reason, e.getMessage());
            if (e.reason() != Reason.INTERRUPTED) {
                later(term);
            }
        }
    }

    private static boolean isCurrent(Term term) {
        return term.tool().live().filter(live -> live == term.next()).isPresent()
                && term.tool().warm().filter(warm -> warm == term.before()).isPresent();
    }

    private static Optional<String> worse(Term term) {
        Counts now = term.next().tally().counts().since(term.nextHad());
        if (Judge.certainlyFailsMore(now, term.beforeHad())) {
            return Optional.of(Evidence.failures(now, term.beforeHad()) + " before");
        }
        boolean down = health(term.next()) == Tool.Health.DOWN && health(term.before()) != Tool.Health.DOWN;
        return down ? Optional.of("its own health checks say that it is down") : Optional.empty();
    }

    private static Tool.Health health(Slot slot) {
        return slot.bundle().map(Installed::health).orElse(Tool.Health.UP);
    }
}
