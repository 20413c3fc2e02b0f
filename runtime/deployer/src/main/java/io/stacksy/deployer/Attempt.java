package io.stacksy.deployer;

import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.Submission;
import io.stacksy.deploy.ToolName;
import io.stacksy.store.Ledger;
import io.stacksy.store.StoreException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A rollout under way: what its steps have made so far and hand on to each other. Used by one thread at a time.
 */
final class Attempt {
    private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

    private final Progress progress;
    private String subject = "a jar";
    private Optional<ToolName> toolName = Optional.empty();
    private @Nullable Submission submission;
    private @Nullable Path jar;
    private @Nullable String sha256;
    private @Nullable Archive archive;
    private @Nullable ToolState tool;
    private @Nullable Slot slot;
    private boolean entered;
    private @Nullable Slot replaced;
    private Ledger.@Nullable Lock lock;
    private Ticker.@Nullable Deadline deadline;
    private final Deque<Step> done = new ArrayDeque<>();
    private List<Slot> leaving = List.of();
    private Optional<String> note = Optional.empty();

    Attempt(Progress progress) {
        this.progress = progress;
    }

    /** What it is about, as far as that is known: the revision as {@code links@1.2.0}, the tool, or some jar. */
    String subject() {
        return subject;
    }

    /** Which tool it is about; empty as long as that is not known. */
    Optional<ToolName> toolName() {
        return toolName;
    }

    /** @param what the tool, or one revision of it */
    void about(ToolName name, String what) {
        toolName = Optional.of(name);
        subject = what;
    }

    Progress progress() {
        return progress;
    }

    /** What was handed in. */
    Submission submission() {
        return present(submission, "submission");
    }

    void submission(Submission handedIn) {
        submission = handedIn;
        jar = handedIn.jar();
    }

    /** Where the bytes are: the file that was handed in, then its copy among the blobs. */
    Path jar() {
        return present(jar, "jar");
    }

    void jar(Path file) {
        jar = file;
    }

    Archive archive() {
        return present(archive, "archive");
    }

    void archive(Archive read) {
        archive = read;
    }

    String sha256() {
        return present(sha256, "digest");
    }

    void sha256(String digest) {
        sha256 = digest;
    }

    ToolState tool() {
        return present(tool, "tool");
    }

    /**
     * Takes the tool for this rollout.
     *
     * @throws RolloutException {@code BUSY} if another rollout has it, on this node or another
     */
    void occupy(ToolState state, Ledger ledger) {
        if (!state.occupy(progress.id())) {
            throw state.canary().isPresent()
                    ? RolloutException.canaryUnderWay(state.name())
                    : RolloutException.busy(state.name());
        }
        tool = state;
        lock = ledger.tryLock(state.name()).orElseThrow(() -> RolloutException.busy(state.name()));
    }

    /** The tool of a revision that is brought in without a rollout, at start. */
    void tool(ToolState state) {
        tool = state;
    }

    /** The revision that is to be live. */
    Slot slot() {
        return present(slot, "slot");
    }

    Optional<Slot> target() {
        return Optional.ofNullable(slot);
    }

    void stage(Slot target) {
        slot = target;
    }

    /**
     * Says that the slot is this rollout's own, to be given up if it fails.
     *
     * @param known what was known of the same version before
     */
    void enter(Optional<Slot> known) {
        entered = true;
        replaced = known.orElse(null);
    }

    /** Whether the slot is this rollout's own, and not one that was in memory before. */
    boolean hasEntered() {
        return entered;
    }

    /** What was known of the same version before. */
    Optional<Slot> replaced() {
        return Optional.ofNullable(replaced);
    }

    /** Lets other rollouts of the tool begin. A second call does nothing. */
    void release() {
        Ledger.Lock held = lock;
        lock = null;
        if (tool != null) {
            tool.release(progress.id());
        }
        if (held != null) {
            try {
                held.close();
            } catch (StoreException e) {
                LOG.warn("a lock is only given up with its connection: {}", e.getMessage());
            }
        }
    }

    /** When the revision must be ready; begins with the first call. */
    Ticker.Deadline deadline(Ticker ticker, Settings settings) {
        Ticker.Deadline set = deadline;
        if (set == null) {
            set = ticker.in(settings.rolloutTimeout());
            deadline = set;
        }
        return set;
    }

    /** The steps that were run, the last one first. */
    Deque<Step> done() {
        return done;
    }

    /** The slots that are to be drained and, sooner or later, retired. */
    List<Slot> leaving() {
        return leaving;
    }

    void leaving(List<Slot> slots) {
        leaving = List.copyOf(slots);
    }

    /** What is to stand in the record of a rollout that went well; empty where its steps say it all. */
    Optional<String> note() {
        return note;
    }

    void note(String text) {
        note = Optional.of(text);
    }

    private static <T> T present(@Nullable T part, String name) {
        if (part == null) {
            throw new IllegalStateException("no step has made the " + name + " yet");
        }
        return part;
    }
}
