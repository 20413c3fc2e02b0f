package io.stacksy.deployer;

import io.stacksy.deploy.Actor;
import io.stacksy.deploy.CanaryPlan;
import io.stacksy.deploy.Plan;
import io.stacksy.deploy.RevisionState;
import io.stacksy.deploy.Rollout;
import io.stacksy.deploy.Submission;
import io.stacksy.deploy.Tool;
import io.stacksy.deploy.ToolName;
import io.stacksy.deploy.Version;
import io.stacksy.route.Lease;
import io.stacksy.store.StoreException;
import io.stacksy.store.ToolSchemas;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A deployer with nothing real around it but threads and a folder. */
final class TestNode implements AutoCloseable {
    static final Actor ANN = new Actor("ann", "127.0.0.1");

    static final Duration CANARY = Duration.ofMillis(600);
    static final int CANARY_REQUESTS = 100;
    static final int STRIKES = 3;

    final FakeLedger ledger;
    final FakeBundles bundles;
    final List<String> events = new CopyOnWriteArrayList<>();
    final List<ToolSchemas.Script> migrated = new CopyOnWriteArrayList<>();
    final List<Plan.RefusedCall> refusedCalls = new CopyOnWriteArrayList<>();
    private final List<Timed> timed = new ArrayList<>();
    final List<String> series = new CopyOnWriteArrayList<>();
    final List<Plan.Change> changes = new CopyOnWriteArrayList<>();
    final FakeCallRecords calls = new FakeCallRecords();
    final Core core;
    volatile boolean brokenSchema;
    volatile Pace pace = new Pace(Duration.ofMinutes(10), CANARY, CANARY_REQUESTS, STRIKES);
    volatile boolean outage;
    private final Path folder;
    private volatile Instant now = Instant.EPOCH;
    private final AtomicInteger atWork = new AtomicInteger();
    private final ExecutorService workers = Executors.newCachedThreadPool();

    TestNode(Path folder) {
        this(folder, new FakeLedger(), new FakeBundles(), name -> {});
    }

    TestNode(Path folder, FakeLedger ledger, FakeBundles bundles, Failpoints failpoints) {
        this(folder, ledger, bundles, failpoints, Optional.empty());
    }

    TestNode(Path folder, FakeLedger ledger, FakeBundles bundles, Failpoints failpoints, Optional<Path> initialTools) {
        this(folder, ledger, bundles, failpoints, initialTools, Optional.empty());
    }

    /** @param trustedKeys where it is given, a tool bundle has to be signed by one of these */
    TestNode(
            Path folder,
            FakeLedger ledger,
            FakeBundles bundles,
            Failpoints failpoints,
            Optional<Path> initialTools,
            Optional<Path> trustedKeys) {
        this.folder = folder;
        this.ledger = ledger;
        this.bundles = bundles;
        Settings settings = new Settings(
                folder,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                () -> pace,
                initialTools,
                trustedKeys.isPresent(),
                trustedKeys);
        core = new Core(
                new Core.Surroundings(
                        settings,
                        ledger,
                        ledger.incidents,
                        new Schemas(),
                        bundles,
                        jar -> List.copyOf(refusedCalls),
                        (tool, before, after) -> before.isEmpty()
                                ? new Plan.Api(Plan.Api.Source.CLASSES, List.of(), Set.of())
                                : new Plan.Api(Plan.Api.Source.OPENAPI, changes, Set.of()),
                        calls,
                        bundles,
                        (revision, state) -> events.add(revision + " " + state.label()),
                        revision -> List.copyOf(series),
                        rollout -> {},
                        failpoints,
                        () -> now,
                        Ticker.SYSTEM,
                        this::after,
                        this::work,
                        BlackBox.inMemory(),
                        BlackBox.last(folder),
                        since -> outage),
                new Records(ledger, Executors.newSingleThreadExecutor()));
    }

    private synchronized Future<?> after(Duration delay, Runnable task) {
        CompletableFuture<Void> future = new CompletableFuture<>();
        timed.add(new Timed(delay, () -> {
            if (!future.isCancelled()) {
                task.run();
            }
        }));
        return future;
    }

    /** What is done later. */
    private record Timed(Duration delay, Runnable task) {}

    void at(Instant time) {
        now = time;
    }

    /** Lets the time come for all that waits for it. */
    void letTimePass() {
        run(Duration.ofDays(1));
    }

    /** Lets the time come for what is to be done within a second. */
    void letTimeGoOn() {
        run(Duration.ofSeconds(1));
    }

    private void run(Duration within) {
        List<Timed> due;
        synchronized (this) {
            due = timed.stream()
                    .filter(later -> later.delay().compareTo(within) <= 0)
                    .toList();
            timed.removeAll(due);
        }
        due.forEach(later -> later.task().run());
    }

    private final class Schemas implements ToolSchemas {
        @Override
        public List<Script> pending(ToolName tool, List<Script> scripts) {
            return scripts.stream().filter(script -> !migrated.contains(script)).toList();
        }

        @Override
        public void migrate(ToolName tool, List<Script> scripts) {
            if (brokenSchema) {
                throw StoreException.migrationFailed("V1__broken.sql failed", new IllegalStateException());
            }
            migrated.addAll(pending(tool, scripts));
        }
    }

    Path echo(String version) {
        return Jars.bundle("org.example.echo", version).in(folder);
    }

    Rollout deploy(Path jar) {
        return ended(core.rollouts().deploy(Submission.of(jar), ANN));
    }

    Rollout deployEcho(String version) {
        return deploy(echo(version));
    }

    /** Begins a canary of echo, and returns when it has its first share. */
    Rollout canary(String version, String plan) {
        Submission submission = new Submission(
                echo(version), Optional.empty(), false, false, Optional.empty(), Optional.of(CanaryPlan.parse(plan)));
        Rollout begun = core.rollouts().deploy(submission, ANN);
        return when(begun, now -> now.endedAt().isPresent() || detail(now).contains("%"));
    }

    /** What the newest step of a rollout tells. */
    static String detail(Rollout rollout) {
        return rollout.steps().stream()
                .filter(step -> step.name().equals("canary"))
                .findFirst()
                .flatMap(Rollout.Step::detail)
                .orElse("");
    }

    /** Waits until nothing of the rollout is left to do. */
    Rollout ended(Rollout rollout) {
        return when(rollout, now -> now.endedAt().isPresent());
    }

    /** Waits until the rollout stands as {@code holds} says. */
    Rollout when(Rollout rollout, Predicate<Rollout> holds) {
        CompletableFuture<Rollout> reached = new CompletableFuture<>();
        core.records().watch(rollout.id(), now -> {
            if (holds.test(now)) {
                reached.complete(now);
            }
        });
        return reached.orTimeout(10, TimeUnit.SECONDS).join();
    }

    /** Lets a caller send one request; returns the version that has answered it. */
    String request(int caller, int status, Duration took) {
        Lease lease = core.routes().enter("echo", () -> caller).orElseThrow();
        lease.answered(status, took.toNanos());
        return lease.revision().version().toString();
    }

    int weight(String version) {
        return echo().revisions().stream()
                .filter(status -> status.revision().version().equals(Version.parse(version)))
                .findFirst()
                .orElseThrow()
                .weight();
    }

    Optional<String> liveVersion() {
        return core.routes().enter("echo", () -> 0).map(lease -> {
            lease.close();
            return lease.revision().version().toString();
        });
    }

    Tool echo() {
        return core.tools().find(new ToolName("echo")).flatMap(ToolState::view).orElseThrow();
    }

    RevisionState state(String version) {
        return echo().revisions().stream()
                .filter(status -> status.revision().version().equals(Version.parse(version)))
                .findFirst()
                .orElseThrow()
                .state();
    }

    /** The node that is started on what this one leaves. */
    TestNode restarted() {
        ledger.restart();
        TestNode next = new TestNode(folder, ledger, bundles, name -> {});
        next.core.recover(Runnable::run);
        return next;
    }

    /** Waits until what was given to the workers so far is done. */
    void awaitWorkers() {
        while (atWork.get() > 0) {
            Thread.onSpinWait();
        }
    }

    private void work(Runnable task) {
        atWork.incrementAndGet();
        workers.execute(() -> {
            try {
                task.run();
            } finally {
                atWork.decrementAndGet();
            }
        });
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
