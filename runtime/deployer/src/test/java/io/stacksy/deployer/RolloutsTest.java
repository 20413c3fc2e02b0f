package io.stacksy.deployer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.stacksy.deploy.Plan;
import io.stacksy.deploy.Revision;
import io.stacksy.deploy.RevisionState;
import io.stacksy.deploy.Rollout;
import io.stacksy.deploy.Rollout.State;
import io.stacksy.deploy.Rollout.StepState;
import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.RolloutException.Reason;
import io.stacksy.deploy.Submission;
import io.stacksy.deploy.Tool;
import io.stacksy.deploy.ToolName;
import io.stacksy.deploy.Version;
import io.stacksy.route.Lease;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolloutsTest {
    private static final ToolName ECHO = new ToolName("echo");

    private final Path folder;
    private final TestNode node;

    RolloutsTest(@TempDir Path folder) {
        this.folder = folder;
        this.node = new TestNode(folder);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void bringsAFirstRevisionIntoServiceStepByStep() {
        Rollout rollout = node.deployEcho("1.0.0");
        assertThat(rollout.state()).isEqualTo(State.LIVE);
        assertThat(rollout.from()).isEmpty();
        assertThat(rollout.steps())
                .extracting(Rollout.Step::name)
                .containsExactly(
                        "store",
                        "inspect",
                        "resolve",
                        "migrate",
                        "install",
                        "start",
                        "publish",
                        "await-ready",
                        "switch",
                        "drain",
                        "retire");
        assertThat(rollout.steps()).extracting(Rollout.Step::state).containsOnly(StepState.DONE);
        assertThat(node.liveVersion()).contains("1.0.0");
        assertThat(node.events)
                .containsExactly("echo@1.0.0 staged", "echo@1.0.0 started", "echo@1.0.0 ready", "echo@1.0.0 live");
        assertThat(node.ledger.rollout(rollout.id())).contains(rollout);
    }

    @Test
    void keepsTheRevisionBeforeWarmAfterAnUpgrade() {
        node.deployEcho("1.0.0");
        Rollout upgrade = node.deployEcho("1.1.0");
        assertThat(upgrade.from()).contains(Version.parse("1.0.0"));
        assertThat(node.liveVersion()).contains("1.1.0");
        assertThat(node.state("1.0.0")).isEqualTo(RevisionState.DRAINING);
        assertThat(node.bundles.diary()).doesNotContain("remove echo@1.0.0");
    }

    @Test
    void retiresTheWarmRevisionWhenItsTimeIsOver() {
        node.deployEcho("1.0.0");
        node.deployEcho("1.1.0");
        node.letTimePass();
        assertThat(node.ledger.retired()).containsExactly("echo@1.0.0 by rollback window over");
        assertThat(node.bundles.diary()).endsWith("close echo@1.0.0", "remove echo@1.0.0");
        assertThat(node.state("1.0.0")).isEqualTo(RevisionState.RETIRED);
        assertThat(node.liveVersion()).contains("1.1.0");
    }

    @Test
    void keepsAtMostOneRevisionWarm() {
        node.deployEcho("1.0.0");
        node.deployEcho("1.1.0");
        node.deployEcho("1.2.0");
        assertThat(node.ledger.retired()).containsExactly("echo@1.0.0 by one revision kept warm");
        assertThat(node.state("1.0.0")).isEqualTo(RevisionState.RETIRED);
        assertThat(node.state("1.1.0")).isEqualTo(RevisionState.DRAINING);
        node.letTimePass();
        assertThat(node.bundles.diary()).containsOnlyOnce("remove echo@1.0.0", "remove echo@1.1.0");
    }

    @Test
    void undoesItsStepsInReverseWhenOneFails() {
        node.deployEcho("1.0.0");
        node.bundles.fail("await-ready echo@1.1.0", Reason.NOT_READY);
        Rollout rollout = node.deployEcho("1.1.0");
        assertThat(rollout.state()).isEqualTo(State.ROLLED_BACK);
        assertThat(rollout.cause()).contains(Reason.NOT_READY);
        assertThat(rollout.reason()).contains("await-ready echo@1.1.0 failed");
        assertThat(node.bundles.diary())
                .endsWith(
                        "install echo@1.1.0",
                        "start echo@1.1.0",
                        "publish echo@1.1.0",
                        "await-ready echo@1.1.0",
                        "close echo@1.1.0",
                        "remove echo@1.1.0");
        assertThat(rollout.steps().get(7).state()).isEqualTo(StepState.FAILED);
        assertThat(rollout.steps().subList(0, 7))
                .extracting(Rollout.Step::state)
                .containsOnly(StepState.UNDONE);
        assertThat(node.liveVersion()).contains("1.0.0");
        assertThat(node.state("1.1.0")).isEqualTo(RevisionState.FAILED);
    }

    @Test
    void failsWhereNothingServedBefore() {
        node.bundles.fail("start echo@1.0.0", Reason.START_FAILED);
        Rollout rollout = node.deployEcho("1.0.0");
        assertThat(rollout.state()).isEqualTo(State.FAILED);
        assertThat(node.liveVersion()).isEmpty();
    }

    @Test
    void doesNotInstallWhatDoesNotResolve() {
        node.bundles.fail("resolve echo@1.0.0", Reason.UNRESOLVED);
        Rollout rollout = node.deployEcho("1.0.0");
        assertThat(rollout.cause()).contains(Reason.UNRESOLVED);
        assertThat(rollout.reason()).contains("it needs what is not there");
        assertThat(node.bundles.diary()).isEmpty();
    }

    @Test
    void hasNothingToDoForBytesThatAreLive() {
        Path jar = node.echo("1.0.0");
        node.deploy(jar);
        Rollout again = node.core.rollouts().deploy(Submission.of(jar), TestNode.ANN);
        assertThat(again.state()).isEqualTo(State.NOTHING_TO_DO);
        assertThat(again.endedAt()).isPresent();
        assertThat(node.bundles.diary()).containsOnlyOnce("install echo@1.0.0");
    }

    @Test
    void refusesOtherBytesUnderAVersionThatServed() {
        node.deployEcho("1.0.0");
        Path other =
                Jars.bundle("org.example.echo", "1.0.0").entry("other", "x").in(folder);
        assertRefused(Reason.VERSION_TAKEN, () -> node.core.rollouts().deploy(Submission.of(other), TestNode.ANN));
        assertThat(node.liveVersion()).contains("1.0.0");
    }

    @Test
    void takesOtherBytesUnderAVersionThatOnlyFailed() {
        node.bundles.fail("start echo@1.0.0", Reason.START_FAILED);
        node.deployEcho("1.0.0");
        node.bundles.mend();
        Path mended =
                Jars.bundle("org.example.echo", "1.0.0").entry("other", "x").in(folder);
        assertThat(node.deploy(mended).state()).isEqualTo(State.LIVE);
        assertThat(node.echo().revisions()).hasSize(1);
    }

    @Test
    void refusesAnAliasOfAnotherTool() {
        node.deploy(aliased("links", "/l").in(folder));
        assertRefused(Reason.ALIAS_TAKEN, () -> node.core
                .rollouts()
                .deploy(Submission.of(aliased("lists", "/l").in(folder)), TestNode.ANN));
        assertThat(node.core.routes().claimant("l")).contains("links");
    }

    @Test
    void freesTheAliasOfWhatFailed() {
        node.bundles.fail("start links@1.0.0", Reason.START_FAILED);
        node.deploy(aliased("links", "/l").in(folder));
        assertThat(node.deploy(aliased("lists", "/l").in(folder)).state()).isEqualTo(State.LIVE);
    }

    @Test
    void rollsBackToTheWarmRevisionWithoutStartingItAgain() {
        node.deployEcho("1.0.0");
        node.deployEcho("1.1.0");
        Rollout rollback = node.ended(node.core.rollouts().rollBack(ECHO, Optional.empty(), TestNode.ANN));
        assertThat(rollback.state()).isEqualTo(State.LIVE);
        assertThat(rollback.to()).contains(Version.parse("1.0.0"));
        assertThat(rollback.steps())
                .extracting(Rollout.Step::name)
                .containsExactly("await-ready", "switch", "drain", "retire");
        assertThat(node.liveVersion()).contains("1.0.0");
        assertThat(node.bundles.diary()).containsOnlyOnce("install echo@1.0.0");
    }

    @Test
    void keepsServingFromARevisionThatCameBackJustBeforeItsTimeWasOver() {
        node.deployEcho("1.0.0");
        node.deployEcho("1.1.0");
        node.ended(node.core.rollouts().rollBack(ECHO, Optional.empty(), TestNode.ANN));
        node.letTimePass();
        assertThat(node.liveVersion()).contains("1.0.0");
        assertThat(node.state("1.1.0")).isEqualTo(RevisionState.RETIRED);
    }

    @Test
    void rollsBackToARetiredRevisionFromItsStoredBytes() {
        node.deployEcho("1.0.0");
        node.deployEcho("1.1.0");
        node.letTimePass();
        Rollout rollback =
                node.ended(node.core.rollouts().rollBack(ECHO, Optional.of(Version.parse("1.0.0")), TestNode.ANN));
        assertThat(rollback.state()).isEqualTo(State.LIVE);
        assertThat(node.liveVersion()).contains("1.0.0");
        assertThat(node.state("1.0.0")).isEqualTo(RevisionState.LIVE);
    }

    @Test
    void leavesARetiredRevisionAsItWasWhenItsReturnFails() {
        node.deployEcho("1.0.0");
        node.deployEcho("1.1.0");
        node.letTimePass();
        node.bundles.fail("start echo@1.0.0", Reason.START_FAILED);
        node.ended(node.core.rollouts().rollBack(ECHO, Optional.empty(), TestNode.ANN));
        assertThat(node.state("1.0.0")).isEqualTo(RevisionState.RETIRED);
        assertThat(node.liveVersion()).contains("1.1.0");
    }

    @Test
    void cannotRollBackAFirstRevision() {
        node.deployEcho("1.0.0");
        assertRefused(
                Reason.NOTHING_TO_ROLL_BACK_TO,
                () -> node.core.rollouts().rollBack(ECHO, Optional.empty(), TestNode.ANN));
        assertThat(node.deployEcho("1.1.0").state()).isEqualTo(State.LIVE);
    }

    @Test
    void bringsAWarmRevisionBackWhenItsBytesAreDeployedAgain() {
        Path first = node.echo("1.0.0");
        node.deploy(first);
        node.deployEcho("1.1.0");
        assertThat(node.deploy(first).state()).isEqualTo(State.LIVE);
        assertThat(node.liveVersion()).contains("1.0.0");
        assertThat(node.bundles.diary()).containsOnlyOnce("install echo@1.0.0");
    }

    @Test
    void keepsTheWarmRevisionWhenItIsNotReadyToComeBack() {
        node.deployEcho("1.0.0");
        node.deployEcho("1.1.0");
        node.bundles.fail("await-ready echo@1.0.0", Reason.NOT_READY);
        Rollout rollback = node.ended(node.core.rollouts().rollBack(ECHO, Optional.empty(), TestNode.ANN));
        assertThat(rollback.state()).isEqualTo(State.ROLLED_BACK);
        assertThat(node.state("1.0.0")).isEqualTo(RevisionState.DRAINING);
        node.bundles.mend();
        node.ended(node.core.rollouts().rollBack(ECHO, Optional.empty(), TestNode.ANN));
        assertThat(node.liveVersion()).contains("1.0.0");
    }

    @Test
    void removesAToolWithAllThatItHas() {
        node.deployEcho("1.0.0");
        node.deployEcho("1.1.0");
        Rollout removal = node.ended(node.core.rollouts().remove(ECHO, Optional.empty(), TestNode.ANN));
        assertThat(removal.state()).isEqualTo(State.REMOVED);
        assertThat(node.liveVersion()).isEmpty();
        assertThat(node.core.tools().find(ECHO).flatMap(ToolState::view)).isEmpty();
        assertThat(node.ledger.revisions()).isEmpty();
        assertThat(node.bundles.diary()).contains("remove echo@1.0.0", "remove echo@1.1.0");
        assertThat(node.events).endsWith("echo@1.1.0 retired", "echo@1.0.0 retired");
    }

    @Test
    void deploysARemovedToolAgainWhileTheOldOneStillDrains() {
        Path jar = node.echo("1.0.0");
        node.deploy(jar);
        Lease lease = node.core.routes().enter("echo", () -> 0).orElseThrow();
        Rollout removal = node.core.rollouts().remove(ECHO, Optional.empty(), TestNode.ANN);
        decided(removal);
        assertThat(node.deploy(jar).state()).isEqualTo(State.LIVE);
        lease.close();
        node.ended(removal);
        assertThat(node.liveVersion()).contains("1.0.0");
        assertThat(node.state("1.0.0")).isEqualTo(RevisionState.LIVE);
        assertThat(node.events).last().isEqualTo("echo@1.0.0 live");
    }

    @Test
    void removesOneRevisionButNeverTheLiveOne() {
        node.deployEcho("1.0.0");
        node.deployEcho("1.1.0");
        assertRefused(
                Reason.WRONG_STATE,
                () -> node.core.rollouts().remove(ECHO, Optional.of(Version.parse("1.1.0")), TestNode.ANN));
        node.ended(node.core.rollouts().remove(ECHO, Optional.of(Version.parse("1.0.0")), TestNode.ANN));
        assertThat(node.echo().revisions()).hasSize(1);
        assertThat(node.bundles.diary()).endsWith("close echo@1.0.0", "remove echo@1.0.0");
        assertRefused(
                Reason.NOTHING_TO_ROLL_BACK_TO,
                () -> node.core.rollouts().rollBack(ECHO, Optional.empty(), TestNode.ANN));
    }

    @Test
    void waitsForRequestsUnderWayAndIsFreeForTheNextRolloutMeanwhile() {
        node.deployEcho("1.0.0");
        Lease lease = node.core.routes().enter("echo", () -> 0).orElseThrow();
        Rollout upgrade = node.core.rollouts().deploy(Submission.of(node.echo("1.1.0")), TestNode.ANN);
        decided(upgrade);
        assertThat(node.core.records().find(upgrade.id()).orElseThrow().endedAt())
                .isEmpty();
        Rollout rollback = node.ended(node.core.rollouts().rollBack(ECHO, Optional.empty(), TestNode.ANN));
        assertThat(rollback.state()).isEqualTo(State.LIVE);
        assertThat(node.liveVersion()).contains("1.0.0");
        lease.close();
        assertThat(node.ended(upgrade).state()).isEqualTo(State.LIVE);
        assertThat(node.bundles.diary()).doesNotContain("remove echo@1.0.0");
    }

    @Test
    void refusesASecondRolloutOfTheToolBeforeTheFirstIsDecided() {
        node.ledger.lock("echo");
        assertRefused(Reason.BUSY, () -> node.core.rollouts().deploy(Submission.of(node.echo("1.0.0")), TestNode.ANN));
        node.ledger.restart();
        assertThat(node.deployEcho("1.0.0").state()).isEqualTo(State.LIVE);
    }

    @Test
    void refusesWhatItCannotFind() {
        assertRefused(Reason.NOT_FOUND, () -> node.core.rollouts().remove(ECHO, Optional.empty(), TestNode.ANN));
        node.deployEcho("1.0.0");
        assertRefused(
                Reason.NOT_FOUND,
                () -> node.core.rollouts().rollBack(ECHO, Optional.of(Version.parse("9.0.0")), TestNode.ANN));
    }

    @Test
    void changesNothingWhenTheLedgerIsAway() {
        node.deployEcho("1.0.0");
        node.ledger.goAway();
        assertRefused(
                Reason.LEDGER_UNAVAILABLE,
                () -> node.core.rollouts().deploy(Submission.of(node.echo("1.1.0")), TestNode.ANN));
        assertThat(node.liveVersion()).contains("1.0.0");
    }

    @Test
    void beginsNothingThatCannotBePutOnRecord() {
        node.deployEcho("1.0.0");
        node.deployEcho("1.1.0");
        node.ledger.refuseWrites();
        assertRefused(
                Reason.LEDGER_UNAVAILABLE,
                () -> node.core.rollouts().deploy(Submission.of(node.echo("1.2.0")), TestNode.ANN));
        assertRefused(
                Reason.LEDGER_UNAVAILABLE, () -> node.core.rollouts().rollBack(ECHO, Optional.empty(), TestNode.ANN));
        assertRefused(
                Reason.LEDGER_UNAVAILABLE, () -> node.core.rollouts().remove(ECHO, Optional.empty(), TestNode.ANN));
        assertThat(node.liveVersion()).contains("1.1.0");
        assertThat(node.ledger.states()).doesNotContainValue(RevisionState.STAGED);
        assertThat(node.echo().revisions()).hasSize(2);
        node.ledger.comeBack();
        assertThat(node.deployEcho("1.2.0").state()).isEqualTo(State.LIVE);
    }

    @Test
    void doesNotBringBackAStoredRevisionThatCannotBePutOnRecord() {
        node.deployEcho("1.0.0");
        node.deployEcho("1.1.0");
        node.letTimePass();
        node.ledger.refuseWrites();
        assertRefused(
                Reason.LEDGER_UNAVAILABLE, () -> node.core.rollouts().rollBack(ECHO, Optional.empty(), TestNode.ANN));
        assertThat(node.state("1.0.0")).isEqualTo(RevisionState.RETIRED);
        assertThat(node.liveVersion()).contains("1.1.0");
        node.ledger.comeBack();
        node.ended(node.core.rollouts().rollBack(ECHO, Optional.empty(), TestNode.ANN));
        assertThat(node.liveVersion()).contains("1.0.0");
    }

    @Test
    void keepsInMemoryWhatCannotBePutOnRecordAsRetired() {
        node.deployEcho("1.0.0");
        node.deployEcho("1.1.0");
        node.ledger.refuseWrites();
        node.letTimePass();
        assertThat(node.bundles.diary()).doesNotContain("remove echo@1.0.0");
        assertThat(node.ledger.retired()).isEmpty();
        node.ledger.comeBack();
        node.letTimePass();
        assertThat(node.ledger.retired()).containsExactly("echo@1.0.0 by rollback window over");
        assertThat(node.bundles.diary()).endsWith("remove echo@1.0.0");
    }

    @Test
    void endsARolloutOnRecordThatIsRefusedAfterIt() {
        node.deployEcho("1.0.0");
        Revision taken = new Revision(ECHO, Version.parse("1.1.0"), "0".repeat(64));
        node.ledger.know(taken); // by another node, just now
        assertRefused(
                Reason.VERSION_TAKEN,
                () -> node.core.rollouts().deploy(Submission.of(node.echo("1.1.0")), TestNode.ANN));
        Rollout last = node.ledger.rollouts(1, Optional.empty()).get(0);
        assertThat(last.state()).isEqualTo(State.ROLLED_BACK);
        assertThat(last.cause()).contains(Reason.VERSION_TAKEN);
        assertThat(node.ledger.unfinished()).isEmpty();
    }

    @Test
    void tellsTheLedgerAgainWhoIsLiveWhenTheAnswerToASwitchIsLost() {
        node.deployEcho("1.0.0");
        node.ledger.loseAnswers();
        Rollout rollout = node.deployEcho("1.1.0");
        assertThat(rollout.state()).isEqualTo(State.ROLLED_BACK);
        assertThat(rollout.cause()).contains(Reason.LEDGER_UNAVAILABLE);
        assertThat(node.liveVersion()).contains("1.0.0");
        assertThat(node.ledger.live())
                .extracting(live -> live.revision().version().toString())
                .containsExactly("1.0.0");
    }

    @Test
    void plansWithoutChangingAnything() {
        Path jar = aliased("links", "/l")
                .entry("db/migration/V1__links.sql", "select 1")
                .in(folder);
        Plan plan = node.core.planning().plan(Submission.of(jar));
        assertThat(plan.obstacles()).isEmpty();
        assertThat(plan.from()).isEmpty();
        assertThat(plan.aliases().claimed()).containsExactly("/l");
        assertThat(plan.migrations()).extracting(Plan.Migration::script).containsExactly("V1__links.sql");
        assertThat(node.ledger.isEmpty()).isTrue();
        assertThat(node.migrated).isEmpty();
        assertThat(folder.resolve("blobs")).doesNotExist();
        node.deploy(jar);
        assertThat(node.core.planning().plan(Submission.of(jar)).nothingToDo()).isTrue();
    }

    @Test
    void namesTheCallsThatTheGuardWillRefuse() {
        for (String method : new String[] {"a", "b", "c", "d"}) {
            node.refusedCalls.add(new Plan.RefusedCall("org.example.Echo", method, "System.exit"));
        }
        Path jar = node.echo("1.0.0");
        Plan plan = node.core.planning().plan(Submission.of(jar));
        assertThat(plan.refusedCalls()).containsExactlyElementsOf(node.refusedCalls);
        assertThat(plan.obstacles()).isEmpty();
        assertThat(node.deploy(jar).steps().get(1).detail())
                .contains("echo@1.0.0, of which the guard will refuse System.exit in org.example.Echo.a,"
                        + " System.exit in org.example.Echo.b, System.exit in org.example.Echo.c and more");
    }

    @Test
    void plansWhatStandsInTheWay() {
        node.deploy(aliased("links", "/l").in(folder));
        node.bundles.fail("resolve lists@1.0.0", Reason.UNRESOLVED);
        Plan plan =
                node.core.planning().plan(Submission.of(aliased("lists", "/l").in(folder)));
        assertThat(plan.obstacles())
                .extracting(Plan.Obstacle::reason)
                .containsExactly(Reason.ALIAS_TAKEN, Reason.UNRESOLVED);
    }

    @Test
    void showsAToolAsItStands() {
        node.deployEcho("1.0.0");
        node.deployEcho("1.1.0");
        Tool echo = node.echo();
        assertThat(echo.live()).contains(Version.parse("1.1.0"));
        assertThat(echo.health()).isEqualTo(Tool.Health.UP);
        assertThat(echo.revisions())
                .extracting(status -> status.revision().toString(), Tool.RevisionStatus::weight)
                .containsExactly(tuple("echo@1.1.0", 100), tuple("echo@1.0.0", 0));
        assertThat(echo.revisions().get(0).routes()).containsExactly("GET /api/echo/");
    }

    @Test
    void tellsWhoWatchesEachStepInOrder() throws InterruptedException {
        Rollout rollout = node.core.rollouts().deploy(Submission.of(node.echo("1.0.0")), TestNode.ANN);
        List<Integer> steps = new CopyOnWriteArrayList<>();
        CountDownLatch ended = new CountDownLatch(1);
        node.core.records().watch(rollout.id(), now -> {
            steps.add(now.steps().size());
            now.endedAt().ifPresent(end -> ended.countDown());
        });
        ended.await();
        assertThat(steps).isSorted().last().isEqualTo(11);
    }

    private void decided(Rollout rollout) {
        try {
            node.core.records().await(rollout.id(), Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Jars aliased(String tool, String alias) {
        return Jars.bundle("org.example." + tool, "1.0.0")
                .header("Provide-Capability", "stacksy.tool;stacksy.tool=" + tool + ";alias=\"" + alias + "\"");
    }

    private static void assertRefused(Reason reason, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(RolloutException.class, e -> assertThat(e.reason())
                .isEqualTo(reason));
    }
}
