package io.stacksy.admin.rest;

import io.stacksy.deploy.Actor;
import io.stacksy.deploy.CanaryOrder;
import io.stacksy.deploy.Deployments;
import io.stacksy.deploy.Load;
import io.stacksy.deploy.Plan;
import io.stacksy.deploy.Quarantine;
import io.stacksy.deploy.Removal;
import io.stacksy.deploy.Revision;
import io.stacksy.deploy.Rollout;
import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.Submission;
import io.stacksy.deploy.Tool;
import io.stacksy.deploy.ToolName;
import io.stacksy.deploy.Trouble;
import io.stacksy.deploy.Version;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Deployments that do what the test says. Thread-safe as far as the tests need it. */
final class FakeDeployments implements Deployments {
    static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
    static final ToolName LINKS = new ToolName("links");
    static final String SHA256 = "ab".repeat(32);

    private static final Plan.Change STATS_REMOVED =
            new Plan.Change(Plan.Change.Kind.REMOVED, "GET", "/api/links/{code}/stats", "is removed", true);

    final List<Tool> tools = new CopyOnWriteArrayList<>();
    final List<Rollout> rollouts = new CopyOnWriteArrayList<>();
    final List<Removal> removals = new CopyOnWriteArrayList<>();
    final List<String> calls = new CopyOnWriteArrayList<>();
    final List<Path> files = new CopyOnWriteArrayList<>();
    final List<Consumer<Rollout>> observers = new CopyOnWriteArrayList<>();
    volatile boolean inMemory = true;
    volatile @Nullable RolloutException refusal;
    volatile Rollout begins = rollout(Rollout.Kind.DEPLOY, Rollout.State.RUNNING);

    static Rollout rollout(Rollout.Kind kind, Rollout.State state) {
        return new Rollout(
                UUID.fromString("11111111-2222-3333-4444-555555555555"),
                kind,
                LINKS,
                Optional.of(Version.parse("1.0.0")),
                Optional.of(Version.parse("1.1.0")),
                state,
                List.of(new Rollout.Step("store", Rollout.StepState.DONE, NOON, Optional.of(NOON), Optional.empty())),
                Optional.empty(),
                Optional.empty(),
                new Actor("admin", "unknown"),
                NOON,
                Optional.empty());
    }

    static Rollout with(Rollout rollout, Rollout.State state, @Nullable String reason, boolean ended) {
        return new Rollout(
                rollout.id(),
                rollout.kind(),
                rollout.tool(),
                rollout.from(),
                rollout.to(),
                state,
                rollout.steps(),
                Optional.ofNullable(reason),
                reason == null ? Optional.empty() : Optional.of(RolloutException.Reason.NOT_READY),
                rollout.startedBy(),
                rollout.startedAt(),
                ended ? Optional.of(NOON.plusSeconds(1)) : Optional.empty());
    }

    static Removal removal() {
        return new Removal(
                new Revision(LINKS, Version.parse("1.0.0"), SHA256),
                Optional.of(UUID.fromString("11111111-2222-3333-4444-555555555555")),
                Removal.Outcome.MENDED,
                NOON,
                Optional.of(NOON.plusMillis(1500)),
                List.of(new Removal.Proof(Removal.Subject.CLASS_LOADER, true, "collected after 1 collection")),
                List.of(new Removal.Holder(Removal.Kind.THREAD_LOCAL, "qtp-1", "a Thing", true)));
    }

    static Tool tool(String name) {
        ToolName toolName = new ToolName(name);
        Version version = Version.parse("1.0.0");
        return new Tool(
                toolName,
                Optional.of(version),
                List.of(new Tool.RevisionStatus(
                        new Revision(toolName, version, SHA256),
                        io.stacksy.deploy.RevisionState.LIVE,
                        100,
                        List.of("GET /api/" + name + "/{code}"),
                        List.of(name + ":read"),
                        NOON,
                        3,
                        Optional.empty(),
                        Optional.of(removal()),
                        new Load(12.3456, 0, 0.25, 1000.4, 2, 1, 0.5),
                        List.of(new Trouble(Trouble.Kind.HANGING, NOON, "2 requests")),
                        Optional.of(
                                new Quarantine(new Revision(toolName, version, SHA256), NOON, "3 times in trouble")))),
                List.of("/l"),
                Tool.Health.UP);
    }

    /** Tells whoever watches how the rollout stands now. */
    void tell(Rollout rollout) {
        observers.forEach(observer -> observer.accept(rollout));
    }

    private Rollout begin(String call) {
        calls.add(call);
        RolloutException refused = refusal;
        if (refused != null) {
            throw refused;
        }
        rollouts.add(begins);
        return begins;
    }

    @Override
    public Plan plan(Submission submission) {
        begin("plan " + content(submission));
        rollouts.clear();
        return new Plan(
                new Revision(LINKS, Version.parse("1.1.0"), SHA256),
                Optional.of(Version.parse("1.0.0")),
                false,
                "0123456789abcdef",
                List.of(new Plan.Obstacle(RolloutException.Reason.ALIAS_TAKEN, "'/l' belongs to 'paste'")),
                new Plan.Aliases(List.of("/l"), List.of("/l"), List.of("/k")),
                new Plan.Api(Plan.Api.Source.OPENAPI, List.of(STATS_REMOVED), Set.of("links:admin")),
                Optional.of(new Plan.Verdict(false, Version.parse("2.0.0"), "1.1.0 should be 2.0.0")),
                List.of(new Plan.Affected(
                        STATS_REMOVED.operation(), 41_200, 3, List.of(new Plan.Affected.Client("ann", 40_000)))),
                List.of(new Plan.Migration("V2__note.sql", true, List.of("drops the column note"))),
                new Plan.Rollback(false, "links@1.0.0 cannot be rolled back to"),
                new Plan.Surroundings(List.of(), List.of("org.slf4j from slf4j.api")),
                List.of(new Plan.RefusedCall("org.example.Links", "stop", "System.exit")),
                new Plan.Signature(Plan.Signature.State.SIGNED, Optional.of("ann"), "signed with the key 'ann'"));
    }

    @Override
    public Rollout deploy(Submission submission, Actor actor) {
        return begin("deploy " + content(submission) + by(actor));
    }

    private static String by(Actor actor) {
        return " by " + actor.name() + " at " + actor.address();
    }

    private String content(Submission submission) {
        files.add(submission.jar());
        try {
            return Files.readString(submission.jar(), StandardCharsets.UTF_8)
                    + submission.signature().map(text -> " signed " + text).orElse("")
                    + (submission.downgrade() ? " downgrading" : "")
                    + (submission.acceptDataLoss() ? " losing" : "")
                    + submission.plan().map(hash -> " as planned " + hash).orElse("")
                    + submission.canary().map(plan -> " as " + plan).orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Rollout rollBack(ToolName tool, Optional<Version> to, boolean acceptDataLoss, Actor actor) {
        return begin("roll back " + tool + " to " + to.map(Version::toString).orElse("the one before")
                + (acceptDataLoss ? " losing" : "") + by(actor));
    }

    @Override
    public Rollout steer(ToolName tool, CanaryOrder order, Actor actor) {
        return begin(order + " " + tool + by(actor));
    }

    @Override
    public Tool divide(ToolName tool, Map<Version, Integer> weights, Actor actor) {
        begin("divide " + tool + " " + new TreeMap<>(weights) + by(actor));
        return tool(tool.value());
    }

    @Override
    public Tool quarantine(ToolName tool, String reason, Actor actor) {
        begin("quarantine " + tool + " as " + reason + by(actor));
        return tool(tool.value());
    }

    @Override
    public Optional<Rollout> release(ToolName tool, Actor actor) {
        Rollout rollout = begin("release " + tool + by(actor));
        return inMemory ? Optional.empty() : Optional.of(rollout);
    }

    @Override
    public Rollout remove(ToolName tool, Actor actor) {
        return begin("remove " + tool + by(actor));
    }

    @Override
    public Rollout remove(ToolName tool, Version version, Actor actor) {
        return begin("remove " + tool + "@" + version + by(actor));
    }

    @Override
    public Rollout await(UUID rollout, Duration timeout) {
        throw new UnsupportedOperationException("nobody waits on a thread");
    }

    @Override
    public List<Tool> tools() {
        return List.copyOf(tools);
    }

    @Override
    public Optional<Tool> tool(ToolName name) {
        return tools.stream().filter(tool -> tool.name().equals(name)).findFirst();
    }

    @Override
    public Optional<Rollout> rollout(UUID id) {
        return rollouts.stream().filter(rollout -> rollout.id().equals(id)).findFirst();
    }

    @Override
    public List<Removal> removals(UUID rollout) {
        return removals;
    }

    @Override
    public List<Rollout> rollouts(int limit, Optional<UUID> before) {
        RolloutException refused = refusal;
        if (refused != null) {
            throw refused;
        }
        List<Rollout> after = new ArrayList<>(rollouts);
        before.ifPresent(id -> {
            int at = rollouts.indexOf(rollout(id).orElseThrow());
            after.subList(0, at + 1).clear();
        });
        return after.subList(0, Math.min(limit, after.size()));
    }

    @Override
    public Watch watch(UUID rollout, Consumer<Rollout> observer) {
        rollout(rollout).ifPresent(observer);
        observers.add(observer);
        return () -> observers.remove(observer);
    }
}
