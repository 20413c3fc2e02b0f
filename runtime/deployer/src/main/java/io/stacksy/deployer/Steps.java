package io.stacksy.deployer;

import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.RolloutException.Reason;
import io.stacksy.store.StoreException;
import java.io.UncheckedIOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the steps of a rollout in order and, if one fails, undoes those before it in reverse. Thread-safe. */
final class Steps {
    private static final Logger LOG = LoggerFactory.getLogger(Steps.class);

    private final String occasion;
    private final Failpoints failpoints;

    /** @param occasion what the steps are run for; the failpoints' names begin with it */
    Steps(String occasion, Failpoints failpoints) {
        this.occasion = occasion;
        this.failpoints = failpoints;
    }

    /**
     * Runs {@code steps} after those that the attempt has done already.
     *
     * @throws RolloutException if one of them failed; all that the attempt has done is undone then
     */
    void run(Attempt attempt, List<Step> steps) {
        for (Step step : steps) {
            try {
                once(attempt, step);
            } catch (RolloutException e) {
                undo(attempt, e);
                throw e;
            }
        }
    }

    /** Runs {@code steps} of which none is undone, and of which each is tried even if one before it failed. */
    void finish(Attempt attempt, List<Step> steps) {
        for (Step step : steps) {
            try {
                once(attempt, step);
            } catch (RolloutException e) {
                LOG.warn("{} of {} failed: {}", step.name(), attempt.tool().name(), e.getMessage());
            }
        }
    }

    private void once(Attempt attempt, Step step) {
        Progress progress = attempt.progress();
        try {
            progress.begin(step.name());
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            failpoints.hit(occasion + ".before-" + step.name());
            var detail = step.run(attempt);
            attempt.done().push(step);
            progress.done(detail);
        } catch (InterruptedException | RuntimeException | Error e) {
            RolloutException failure = failure(step, e);
            progress.failed(String.valueOf(failure.getMessage()));
            throw failure;
        }
        failpoints.hit(occasion + ".after-" + step.name());
    }

    /** Takes back all that the attempt has done, in reverse. */
    static void undo(Attempt attempt, RolloutException cause) {
        while (!attempt.done().isEmpty()) {
            Step step = attempt.done().pop();
            try {
                step.undo(attempt, cause);
                attempt.progress().undone(step.name());
            } catch (RuntimeException | Error e) {
                LOG.error("{} was not undone: {}", step.name(), e.toString(), e);
            }
        }
    }

    private static RolloutException failure(Step step, Throwable e) {
        if (e instanceof RolloutException known) {
            return known;
        }
        if (e instanceof InterruptedException) {
            return RolloutException.because(
                    Reason.INTERRUPTED, "the node stopped in the middle of step " + step.name());
        }
        String message = String.valueOf(e.getMessage());
        if (e instanceof StoreException store) {
            return refused(store);
        }
        if (e instanceof UncheckedIOException io) {
            return RolloutException.because(Reason.LEDGER_UNAVAILABLE, message + ": " + Words.cause(io), e);
        }
        LOG.error("step {} failed: {}", step.name(), e.toString(), e);
        return RolloutException.because(
                Reason.START_FAILED, "step " + step.name() + " failed unexpectedly; the log says more", e);
    }

    /** What a refusal of the database means for a rollout. */
    static RolloutException refused(StoreException e) {
        Reason reason =
                switch (e.reason()) {
                    case UNAVAILABLE, REJECTED -> Reason.LEDGER_UNAVAILABLE;
                    case DUPLICATE -> Reason.VERSION_TAKEN;
                    case MIGRATION_FAILED -> Reason.MIGRATION_FAILED;
                };
        return RolloutException.because(reason, String.valueOf(e.getMessage()), e);
    }
}
