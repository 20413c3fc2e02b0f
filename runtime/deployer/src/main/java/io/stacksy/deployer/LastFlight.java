package io.stacksy.deployer;

import io.stacksy.deploy.Actor;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the revisions did when the process before this one ended.
 *
 * @param outOfMemory whether that was because there was no memory left
 * @param heapBytes how much there was for objects
 */
record LastFlight(boolean outOfMemory, long heapBytes, List<Trace> traces) {
    /** Whatever is done about a revision that filled the memory. */
    static final Actor BY = Actor.node("start after running out of memory");

    /** Of a first start, and of one after an orderly end. */
    static final LastFlight NONE = new LastFlight(false, 0, List.of());

    private static final Logger LOG = LoggerFactory.getLogger(LastFlight.class);
    private static final double MEBIBYTE = 1 << 20;

    LastFlight {
        traces = List.copyOf(traces);
    }

    /**
     * What one revision did.
     *
     * @param revision as {@code links@1.2.0}
     * @param inFlight its requests under way
     * @param allocatedBytes what it had allocated in the last seconds before, without the requests under way
     */
    record Trace(String revision, long inFlight, long allocatedBytes) {}

    /** The revision that has most probably filled the memory, and what speaks for that. */
    record Culprit(String revision, String why) {}

    /**
     * The one that has allocated most of all, and much; else the only one with requests under way. Where the memory was
     * filled and neither is there, all come back.
     */
    Optional<Culprit> culprit() {
        if (!outOfMemory) {
            return Optional.empty();
        }
        Optional<Culprit> found = greediest().or(this::onlyOneAtWork);
        if (found.isEmpty()) {
            LOG.error("the node ran out of memory, and no tool stands out: {}", described());
        }
        return found;
    }

    private Optional<Culprit> greediest() {
        long all = traces.stream().mapToLong(Trace::allocatedBytes).sum();
        return traces.stream()
                .max(Comparator.comparingLong(Trace::allocatedBytes))
                .filter(most -> most.allocatedBytes() > all / 2 && most.allocatedBytes() > heapBytes / 4)
                .map(most -> new Culprit(
                        most.revision(),
                        "the node ran out of memory, and in the last seconds before this had allocated %.0f MiB of %.0f"
                                .formatted(most.allocatedBytes() / MEBIBYTE, all / MEBIBYTE)));
    }

    private Optional<Culprit> onlyOneAtWork() {
        List<Trace> atWork =
                traces.stream().filter(trace -> trace.inFlight() > 0).toList();
        return atWork.size() != 1
                ? Optional.empty()
                : Optional.of(new Culprit(
                        atWork.get(0).revision(),
                        "the node ran out of memory, and only this had requests under way: "
                                + atWork.get(0).inFlight()));
    }

    private String described() {
        return traces.stream()
                .map(trace -> "%s had %d requests under way and had allocated %.0f MiB"
                        .formatted(trace.revision(), trace.inFlight(), trace.allocatedBytes() / MEBIBYTE))
                .collect(Collectors.joining("; "));
    }
}
