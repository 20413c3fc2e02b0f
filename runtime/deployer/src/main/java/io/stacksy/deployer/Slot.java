package io.stacksy.deployer;

import io.stacksy.deploy.Removal;
import io.stacksy.deploy.Revision;
import io.stacksy.deploy.RevisionState;
import io.stacksy.deploy.Tool;
import io.stacksy.route.Endpoint;
import io.stacksy.route.EndpointFactory;
import io.stacksy.route.Rule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What the node has of one revision: how far it has come and, while it is in memory, its bundle and its endpoint. A
 * revision that is brought in again gets another slot. Thread-safe: one thread at a time writes, any may read.
 */
final class Slot {
    private final Revision revision;
    private final List<String> aliases;
    private final InFlight inFlight = new InFlight();
    private final Tally tally = new Tally();
    private final Account account = new Account();
    private final Conduct conduct = new Conduct();
    private final AtomicBoolean retiring = new AtomicBoolean();
    private volatile Stage stage;
    private volatile @Nullable Installed bundle;
    private volatile EndpointFactory.@Nullable Built built;
    private volatile int weight;
    private volatile @Nullable Removal removal;
    private volatile @Nullable UUID removedBy;
    private volatile @Nullable Future<?> expiry;

    /** How far it has come, since when, and why it failed if it did. */
    private record Stage(RevisionState state, Instant since, Optional<String> reason) {}

    Slot(Revision revision, List<String> aliases, RevisionState state, Instant since, Optional<String> reason) {
        this.revision = revision;
        this.aliases = List.copyOf(aliases);
        this.stage = new Stage(state, since, reason);
    }

    /** A revision that is about to be brought in. */
    static Slot staged(Revision revision, List<String> aliases, Instant now) {
        return new Slot(revision, aliases, RevisionState.STAGED, now, Optional.empty());
    }

    Revision revision() {
        return revision;
    }

    List<String> aliases() {
        return aliases;
    }

    InFlight inFlight() {
        return inFlight;
    }

    Tally tally() {
        return tally;
    }

    /** Its share of the traffic in percent. */
    int weight() {
        return weight;
    }

    /** For the route table, which alone gives shares. */
    void weight(int percent) {
        weight = percent;
    }

    RevisionState state() {
        return stage.state();
    }

    /** Whether it can answer requests, with a share of the traffic or without. */
    boolean isInService() {
        return built != null
                && switch (stage.state()) {
                    case CANARY, LIVE, DRAINING -> true;
                    case STAGED, STARTED, READY, RETIRED, FAILED -> false;
                };
    }

    void become(RevisionState state, Instant now, Optional<String> reason) {
        stage = new Stage(state, now, reason);
    }

    Optional<Installed> bundle() {
        return Optional.ofNullable(bundle);
    }

    /** The bundle of a revision that a step before has installed. */
    Installed installed() {
        Installed present = bundle;
        if (present == null) {
            throw new IllegalStateException(revision + " is not installed");
        }
        return present;
    }

    void bundle(@Nullable Installed installed) {
        bundle = installed;
    }

    Optional<EndpointFactory.Built> built() {
        return Optional.ofNullable(built);
    }

    /** What answers its requests; only for one that was published. */
    Endpoint endpoint() {
        EndpointFactory.Built present = built;
        if (present == null) {
            throw new IllegalStateException(revision + " is not published");
        }
        return present.endpoint();
    }

    void built(EndpointFactory.@Nullable Built endpoint) {
        built = endpoint;
        if (endpoint == null) {
            account.writeTo(BlackBox.Cell.NONE);
        }
    }

    /** Sets the timer that ends its time as the warm one, in place of the one before; null for none. */
    synchronized void expiry(@Nullable Future<?> timer) {
        Future<?> before = expiry;
        expiry = timer;
        if (before != null) {
            before.cancel(false);
        }
    }

    /** Whether the caller is the one to retire it; true once. */
    boolean beginRetirement() {
        return retiring.compareAndSet(false, true);
    }

    /** Says that the retirement did not happen and has to begin again. */
    void putOffRetirement() {
        retiring.set(false);
    }

    Account account() {
        return account;
    }

    /** How it behaves. */
    Conduct conduct() {
        return conduct;
    }

    /** Says which rollout takes it out of memory, before that begins. */
    void removedBy(UUID rollout) {
        removedBy = rollout;
    }

    Optional<UUID> removedBy() {
        return Optional.ofNullable(removedBy);
    }

    /** What became of it when it left memory; empty until it does. */
    Optional<Removal> removal() {
        return Optional.ofNullable(removal);
    }

    void removal(Removal found) {
        removal = found;
    }

    Tool.RevisionStatus status() {
        Stage now = stage;
        return new Tool.RevisionStatus(
                revision,
                now.state(),
                weight,
                routes(),
                built().map(present -> Rule.permissions(present.endpoint().operations()))
                        .orElse(List.of()),
                now.since(),
                inFlight.inside(),
                now.reason(),
                removal(),
                account.load(),
                conduct.troubles(),
                conduct.quarantine());
    }

    private List<String> routes() {
        return built().map(present -> present.endpoint().operations().stream()
                        .map(operation -> operation.method() + " /api/" + revision.tool() + operation.template())
                        .sorted()
                        .toList())
                .orElse(List.of());
    }
}
