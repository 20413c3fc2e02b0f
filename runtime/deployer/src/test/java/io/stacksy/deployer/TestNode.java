package io.stacksy.deployer;

import io.stacksy.deploy.Actor;
import io.stacksy.deploy.Plan;
import io.stacksy.deploy.RevisionState;
import io.stacksy.deploy.Rollout;
import io.stacksy.deploy.Submission;
import io.stacksy.deploy.Tool;
import io.stacksy.deploy.ToolName;
import io.stacksy.deploy.Version;
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

/** A deployer with nothing real around it but threads and a folder. */
final class TestNode implements AutoCloseable {
    static final Actor ANN = new Actor("ann", "127.0.0.1");

    final FakeLedger ledger;
    final FakeBundles bundles;
    final List<String> events = new CopyOnWriteArrayList<>();
    final List<ToolSchemas.Script> migrated = new CopyOnWriteArrayList<>();
    final List<Plan.RefusedCall> refusedCalls = new CopyOnWriteArrayList<>();
    final List<Plan.Change> changes = new CopyOnWriteArrayList<>();
    final FakeCallRecords calls = new FakeCallRecords();
    final List<Runnable> timed = new ArrayList<>();
    final Core core;
    volatile boolean brokenSchema;
    private final Path folder;
    private volatile Instant now = Instant.EPOCH;
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
                folder.resolve("blobs"),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofMinutes(10),
                initialTools,
                trustedKeys.isPresent(),
                trustedKeys);
        core = new Core(
                new Core.Surroundings(
                        settings,
                        ledger,
                        new Schemas(),
                        bundles,
                        jar -> List.copyOf(refusedCalls),
                        (tool, before, after) -> before.isEmpty()
                                ? new Plan.Api(Plan.Api.Source.CLASSES, List.of(), Set.of())
                                : new Plan.Api(Plan.Api.Source.OPENAPI, changes, Set.of()),
                        calls,
                        bundles,
                        (revision, state) -> events.add(revision + " " + state.label()),
                        rollout -> {},
                        failpoints,
                        () -> now,
                        Ticker.SYSTEM,
                        this::after,
                        workers),
                new Records(ledger, Executors.newSingleThreadExecutor()));
    }

    private synchronized Future<?> after(Duration delay, Runnable task) {
        CompletableFuture<Void> future = new CompletableFuture<>();
        timed.add(() -> {
            if (!future.isCancelled()) {
                task.run();
            }
        });
        return future;
    }

    void at(Instant time) {
        now = time;
    }

    /** Lets the time come for all that waits for it. */
    void letTimePass() {
        List<Runnable> due;
        synchronized (this) {
            due = List.copyOf(timed);
            timed.clear();
        }
        due.forEach(Runnable::run);
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

    /** Waits until nothing of the rollout is left to do. */
    Rollout ended(Rollout rollout) {
        CompletableFuture<Rollout> ended = new CompletableFuture<>();
        core.records().watch(rollout.id(), now -> {
            if (now.endedAt().isPresent()) {
                ended.complete(now);
            }
        });
        return ended.orTimeout(10, TimeUnit.SECONDS).join();
    }

    Optional<String> liveVersion() {
        return core.routes().enter("echo").map(lease -> {
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

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
