package io.stacksy.dropfolder;

import io.stacksy.deploy.Actor;
import io.stacksy.deploy.CanaryOrder;
import io.stacksy.deploy.Deployments;
import io.stacksy.deploy.Load;
import io.stacksy.deploy.Plan;
import io.stacksy.deploy.Removal;
import io.stacksy.deploy.Revision;
import io.stacksy.deploy.RevisionState;
import io.stacksy.deploy.Rollout;
import io.stacksy.deploy.Rollout.Kind;
import io.stacksy.deploy.Rollout.State;
import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.RolloutException.Reason;
import io.stacksy.deploy.Submission;
import io.stacksy.deploy.Tool;
import io.stacksy.deploy.ToolName;
import io.stacksy.deploy.Version;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A node whose tool bundles say in an entry {@code tool} which revision they are, and what becomes of them. */
final class FakeDeployments implements Deployments {
    final List<String> calls = new ArrayList<>();
    private static final Plan.Signature UNSIGNED =
            new Plan.Signature(Plan.Signature.State.UNSIGNED, Optional.empty(), "not signed");

    private final Map<ToolName, Revision> live = new HashMap<>();
    private final List<Rollout> rollouts = new ArrayList<>();
    private final Map<String, RolloutException> refusals = new HashMap<>();
    private final Map<String, Reason> failures = new HashMap<>();

    /** From now on, and until {@link #mend}, a call that is written like this is refused. */
    void refuse(String call, Reason reason, String why) {
        refusals.put(call, RolloutException.because(reason, why));
    }

    /** From now on, and until {@link #mend}, the rollout of this revision is rolled back. */
    void fail(String revision, Reason reason) {
        failures.put(revision, reason);
    }

    void mend() {
        refusals.clear();
        failures.clear();
    }

    List<String> live() {
        return live.values().stream().map(Revision::toString).sorted().toList();
    }

    private void call(String call) {
        calls.add(call);
        RolloutException refusal = refusals.get(call);
        if (refusal != null) {
            throw refusal;
        }
    }

    private static Revision read(Path jar) {
        try (ZipFile zip = new ZipFile(jar.toFile());
                Parcel parcel = Parcel.of(jar)) {
            ZipEntry entry = zip.getEntry("tool");
            String[] parts =
                    new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8).split("@", -1);
            return new Revision(new ToolName(parts[0]), Version.parse(parts[1]), parcel.sha256());
        } catch (ZipException e) {
            throw RolloutException.because(Reason.BAD_ARTIFACT, "the file is not a whole jar");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Plan plan(Submission submission) {
        Revision revision = read(submission.jar());
        return new Plan(
                revision,
                Optional.empty(),
                false,
                "0123456789abcdef",
                List.of(),
                new Plan.Aliases(List.of(), List.of(), List.of()),
                new Plan.Api(Plan.Api.Source.CLASSES, List.of(), Set.of()),
                Optional.empty(),
                List.of(),
                List.of(),
                new Plan.Rollback(false, "no earlier revision is live"),
                new Plan.Surroundings(List.of(), List.of()),
                List.of(),
                UNSIGNED);
    }

    @Override
    public Rollout deploy(Submission submission, Actor actor) {
        Revision revision = read(submission.jar());
        call("deploy " + revision
                + submission.signature().map(text -> " signed " + text).orElse(""));
        if (revision.equals(live.get(revision.tool()))) {
            return rollout(Kind.DEPLOY, revision, State.NOTHING_TO_DO, Optional.empty(), actor);
        }
        Reason failure = failures.get(revision.toString());
        if (failure != null) {
            return rollout(Kind.DEPLOY, revision, State.ROLLED_BACK, Optional.of(failure), actor);
        }
        live.put(revision.tool(), revision);
        return rollout(Kind.DEPLOY, revision, State.LIVE, Optional.empty(), actor);
    }

    private Rollout rollout(Kind kind, Revision revision, State state, Optional<Reason> cause, Actor actor) {
        Rollout rollout = new Rollout(
                UUID.randomUUID(),
                kind,
                revision.tool(),
                Optional.empty(),
                Optional.of(revision.version()),
                state,
                List.of(),
                cause.map(reason -> revision + " did not get ready"),
                cause,
                actor,
                Instant.EPOCH,
                Optional.of(Instant.EPOCH));
        rollouts.add(0, rollout);
        return rollout;
    }

    @Override
    public Rollout rollBack(ToolName tool, Optional<Version> to, boolean acceptDataLoss, Actor actor) {
        throw new UnsupportedOperationException("a folder never rolls back");
    }

    @Override
    public Rollout steer(ToolName tool, CanaryOrder order, Actor actor) {
        throw new UnsupportedOperationException("a folder has no canaries");
    }

    @Override
    public Tool divide(ToolName tool, Map<Version, Integer> weights, Actor actor) {
        throw new UnsupportedOperationException("a folder divides no traffic");
    }

    @Override
    public Tool quarantine(ToolName tool, String reason, Actor actor) {
        throw new UnsupportedOperationException("a folder judges no tool");
    }

    @Override
    public Optional<Rollout> release(ToolName tool, Actor actor) {
        throw new UnsupportedOperationException("a folder judges no tool");
    }

    @Override
    public Rollout remove(ToolName tool, Actor actor) {
        call("remove " + tool);
        Revision removed = live.remove(tool);
        if (removed == null) {
            throw RolloutException.noSuchTool(tool);
        }
        return rollout(Kind.REMOVE, removed, State.REMOVED, Optional.empty(), actor);
    }

    @Override
    public Rollout remove(ToolName tool, Version version, Actor actor) {
        throw new UnsupportedOperationException("a folder never removes one revision");
    }

    @Override
    public Rollout await(UUID rollout, Duration timeout) {
        throw new UnsupportedOperationException("all is decided at once");
    }

    @Override
    public List<Tool> tools() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Tool> tool(ToolName name) {
        return Optional.ofNullable(live.get(name))
                .map(revision -> new Tool(
                        name,
                        Optional.of(revision.version()),
                        List.of(new Tool.RevisionStatus(
                                revision,
                                RevisionState.LIVE,
                                100,
                                List.of(),
                                List.of(),
                                Instant.EPOCH,
                                0,
                                Optional.empty(),
                                Optional.empty(),
                                Load.NONE,
                                List.of(),
                                Optional.empty())),
                        List.of(),
                        Tool.Health.UP));
    }

    @Override
    public Optional<Rollout> rollout(UUID id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Removal> removals(UUID rollout) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Rollout> rollouts(int limit, Optional<UUID> before) {
        return List.copyOf(rollouts);
    }

    @Override
    public Watch watch(UUID rollout, Consumer<Rollout> observer) {
        throw new UnsupportedOperationException();
    }
}
