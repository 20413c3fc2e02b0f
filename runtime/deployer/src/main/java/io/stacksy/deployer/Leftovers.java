package io.stacksy.deployer;

import io.stacksy.deploy.Revision;
import io.stacksy.deploy.RevisionState;
import io.stacksy.deploy.Rollout;
import io.stacksy.deploy.Rollout.State;
import io.stacksy.deploy.Rollout.StepState;
import io.stacksy.deploy.RolloutException.Reason;
import io.stacksy.store.Ledger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes the rollouts that a crash cut off: those before their switch have failed, those after it are done. */
final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    private final Ledger ledger;
    private final InstantSource clock;

    Leftovers(Ledger ledger, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Closes {@code unfinished} and returns what then is left of {@code entries}. */
    List<Ledger.Entry> close(List<Rollout> unfinished, List<Ledger.Live> live, List<Ledger.Entry> entries) {
        List<Ledger.Entry> left = new ArrayList<>(entries);
        Set<Revision> kept = live.stream()
                .flatMap(tool -> Stream.concat(Stream.of(tool.revision()), tool.previous().stream()))
                .collect(Collectors.toSet());
        for (Rollout rollout : unfinished) {
            if (rollout.state() == State.RUNNING) {
                cutOff(rollout, live, left, kept);
            } else {
                if (rollout.state() == State.REMOVED) {
                    remove(rollout, live, left, kept);
                }
                ledger.write(
                        ended(rollout, rollout.state(), StepState.DONE, rollout.reason(), rollout.cause()),
                        Recovery.BY);
            }
        }
        return left;
    }

    private void cutOff(Rollout rollout, List<Ledger.Live> live, List<Ledger.Entry> entries, Set<Revision> kept) {
        String step = rollout.steps().stream()
                .filter(past -> !past.state().ended())
                .map(Rollout.Step::name)
                .findFirst()
                .orElse("store");
        String reason = "the node stopped in the middle of step " + step;
        boolean serving = live.stream().anyMatch(tool -> tool.tool().equals(rollout.tool()));
        State state = serving ? State.ROLLED_BACK : State.FAILED;
        LOG.warn("rollout {} of {} {}: {}", rollout.id(), rollout.tool(), state.label(), reason);
        ledger.write(
                ended(rollout, state, StepState.FAILED, Optional.of(reason), Optional.of(Reason.INTERRUPTED)),
                Recovery.BY);
        entries.replaceAll(entry -> {
            if (!isTarget(rollout, entry) || kept.contains(entry.revision()) || !isUnderWay(entry.state())) {
                return entry;
            }
            ledger.mark(entry.revision(), RevisionState.FAILED, Optional.of(reason));
            return new Ledger.Entry(
                    entry.revision(), RevisionState.FAILED, entry.aliases(), clock.instant(), Optional.of(reason));
        });
    }

    private static boolean isTarget(Rollout rollout, Ledger.Entry entry) {
        return entry.revision().tool().equals(rollout.tool())
                && rollout.to().filter(entry.revision().version()::equals).isPresent();
    }

    private static boolean isUnderWay(RevisionState state) {
        return switch (state) {
            case STAGED, STARTED, READY, CANARY -> true;
            case LIVE, DRAINING, RETIRED, FAILED -> false;
        };
    }

    /** Goes on with a removal after its switch: of the whole tool if it is not in service, else of one revision. */
    private void remove(Rollout rollout, List<Ledger.Live> live, List<Ledger.Entry> entries, Set<Revision> kept) {
        boolean serving = live.stream().anyMatch(tool -> tool.tool().equals(rollout.tool()));
        entries.removeIf(entry -> {
            Revision revision = entry.revision();
            boolean meant = revision.tool().equals(rollout.tool())
                    && !kept.contains(revision)
                    && (!serving
                            || rollout.from().filter(revision.version()::equals).isPresent());
            if (meant) {
                ledger.delete(revision);
            }
            return meant;
        });
    }

    private Rollout ended(
            Rollout rollout, State state, StepState last, Optional<String> reason, Optional<Reason> cause) {
        Instant now = clock.instant();
        List<Rollout.Step> steps = rollout.steps().stream()
                .map(step -> step.state().ended()
                        ? step
                        : new Rollout.Step(step.name(), last, step.startedAt(), Optional.of(now), step.detail()))
                .toList();
        return rollout.as(state, steps, reason, cause, Optional.of(now));
    }
}
