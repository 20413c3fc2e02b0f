package io.stacksy.deployer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.stacksy.deploy.Actor;
import io.stacksy.deploy.CanaryOrder;
import io.stacksy.deploy.RevisionState;
import io.stacksy.deploy.Rollout;
import io.stacksy.deploy.Rollout.State;
import io.stacksy.deploy.Rollout.StepState;
import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.RolloutException.Reason;
import io.stacksy.deploy.Submission;
import io.stacksy.deploy.ToolName;
import io.stacksy.deploy.Version;
import io.stacksy.route.Lease;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanaryTest {
    private static final ToolName ECHO = new ToolName("echo");
    private static final Duration FAST = Duration.ofMillis(3);
    private static final int CALLERS = 1_000;

    /** A share that nobody waits for the end of. */
    private static final String LONG = "10:1h";

    private final TestNode node;

    CanaryTest(@TempDir Path folder) {
        node = new TestNode(folder);
        node.deployEcho("1.0.0");
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void givesTheNewRevisionItsShareAndKeepsEachCallerOnOne() {
        node.canary("1.1.0", LONG);
        Map<Integer, String> stays = new HashMap<>();
        long theirs = 0;
        for (int request = 0; request < 20 * CALLERS; request++) {
            int caller = request % CALLERS;
            String version = node.request(caller, 200, FAST);
            theirs += version.equals("1.1.0") ? 1 : 0;
            assertThat(stays.merge(caller, version, (before, now) -> before)).isEqualTo(version);
        }
        assertThat(theirs / 200.0).isCloseTo(10, offset(1.5));
        assertThat(node.weight("1.0.0")).isEqualTo(90);
        assertThat(node.weight("1.1.0")).isEqualTo(10);
        assertThat(node.state("1.0.0")).isEqualTo(RevisionState.LIVE);
        assertThat(node.state("1.1.0")).isEqualTo(RevisionState.CANARY);
        assertThat(node.ledger.states()).containsValue(RevisionState.CANARY);
        assertThat(node.ledger.divisions()).containsExactly("ann {1.0.0=90, 1.1.0=10}");
        assertThat(node.echo().live()).contains(Version.parse("1.0.0"));
    }

    @Test
    void promotesARevisionThatDoesWellThroughAllItsShares() {
        Rollout begun = node.canary("1.1.0", "10,50:600ms,100%");
        Rollout rollout = callUntilEnded(begun, FAST);
        assertThat(rollout.state()).isEqualTo(State.LIVE);
        assertThat(TestNode.detail(rollout))
                .contains("0.0% of ", " requests failed against 0.0% of ", "p99")
                .endsWith("; promoted");
        assertThat(node.liveVersion()).contains("1.1.0");
        assertThat(node.weight("1.1.0")).isEqualTo(100);
        assertThat(node.weight("1.0.0")).isZero();
        assertThat(node.events).containsSubsequence("echo@1.1.0 ready", "echo@1.1.0 canary", "echo@1.1.0 live");
        assertThat(node.ledger.ender(rollout.id())).contains(Actor.node("canary"));
    }

    @Test
    void takesBackARevisionThatFailsMoreAndLongBeforeItsTimeIsUp() {
        Rollout begun = node.canary("1.1.0", LONG);
        everybody(200, 500);
        Rollout rollout = node.ended(begun);
        assertThat(rollout.state()).isEqualTo(State.ROLLED_BACK);
        assertThat(rollout.cause()).contains(Reason.CANARY_FAILED);
        assertThat(rollout.reason()).hasValueSatisfying(reason -> assertThat(reason)
                .matches("canary: 100\\.0% of [\\d,]+ requests failed against 0\\.0% of [\\d,]+; aborted"));
        assertThat(TestNode.detail(rollout)).isEqualTo(rollout.reason().orElseThrow());
        assertThat(node.liveVersion()).contains("1.0.0");
        assertThat(node.state("1.1.0")).isEqualTo(RevisionState.FAILED);
        assertThat(node.weight("1.0.0")).isEqualTo(100);
        assertThat(node.bundles.diary()).endsWith("close echo@1.1.0", "remove echo@1.1.0");
        assertThat(node.ledger.ender(rollout.id())).contains(Actor.node("canary"));
        assertThat(node.ledger.divisions()).last().isEqualTo("canary {1.0.0=100}");
        assertThat(node.deployEcho("1.2.0").state()).isEqualTo(State.LIVE);
    }

    @Test
    void doesNotBlameARevisionForWhatTheOneBeforeFailsAtToo() {
        Rollout begun = node.canary("1.1.0", "50");
        everybody(500, 500);
        assertThat(node.ended(begun).state()).isEqualTo(State.LIVE);
    }

    @Test
    void takesBackARevisionThatIsSlower() {
        Rollout begun = node.canary("1.1.0", "50");
        Rollout rollout = callUntilEnded(begun, FAST.multipliedBy(20));
        assertThat(rollout.state()).isEqualTo(State.ROLLED_BACK);
        assertThat(rollout.reason())
                .hasValueSatisfying(reason ->
                        assertThat(reason).startsWith("canary: 0.0% of ").contains("p50 62.9 ms against 3.1 ms"));
    }

    /** Lets all send requests, none of which fails, until it is decided. */
    private Rollout callUntilEnded(Rollout begun, Duration canaryTook) {
        Version canary = begun.to().orElseThrow();
        while (node.core.records().find(begun.id()).orElseThrow().endedAt().isEmpty()) {
            for (int caller = 0; caller < CALLERS; caller++) {
                Lease lease = enter(caller);
                boolean theirs = lease.revision().version().equals(canary);
                lease.answered(200, (theirs ? canaryTook : FAST).toNanos());
            }
        }
        return node.ended(begun);
    }

    @Test
    void takesBackARevisionThatFallsIll() {
        Rollout begun = node.canary("1.1.0", LONG);
        node.bundles.fallIll("echo@1.1.0");
        Rollout rollout = node.ended(begun);
        assertThat(rollout.state()).isEqualTo(State.ROLLED_BACK);
        assertThat(rollout.reason()).contains("canary: its own health checks say that it is down; aborted");
    }

    @Test
    void waitsForAPersonAfterTwentyRequests() {
        Rollout begun = node.canary("1.1.0", "10");
        for (int request = 0; request < 20; request++) {
            node.request(request, 200, FAST);
        }
        Rollout waiting = node.when(begun, Rollout::waits);
        assertThat(waiting.state()).isEqualTo(State.RUNNING);
        assertThat(waiting.steps().get(8).state()).isEqualTo(StepState.INCONCLUSIVE);
        assertThat(TestNode.detail(waiting))
                .startsWith("inconclusive: 0.0% of ")
                .endsWith("; each has to answer 100 requests at least; promote, resume or abort it");
        assertThat(node.ledger.rollout(begun.id())).contains(waiting);
        assertThat(node.weight("1.1.0")).isEqualTo(10);

        Rollout promoted = node.ended(node.core.rollouts().steer(ECHO, CanaryOrder.PROMOTE, new Actor("bob", "::1")));
        assertThat(promoted.state()).isEqualTo(State.LIVE);
        assertThat(TestNode.detail(promoted)).endsWith("; promoted by bob");
        assertThat(node.liveVersion()).contains("1.1.0");
    }

    @Test
    void watchesAnewWhenItIsResumed() {
        Rollout begun = node.canary("1.1.0", "10");
        node.when(begun, Rollout::waits);
        node.core.rollouts().steer(ECHO, CanaryOrder.RESUME, TestNode.ANN);
        node.when(begun, now -> !now.waits());
        for (int round = 0; round < 3; round++) {
            everybody(200, 200);
        }
        assertThat(node.ended(begun).state()).isEqualTo(State.LIVE);
    }

    @Test
    void isStillTakenBackWhileItWaits() {
        Rollout begun = node.canary("1.1.0", LONG);
        node.core.rollouts().steer(ECHO, CanaryOrder.PAUSE, TestNode.ANN);
        Rollout paused = node.when(begun, Rollout::waits);
        assertThat(TestNode.detail(paused)).isEqualTo("paused by ann at 10%; resume, promote or abort it");
        everybody(200, 500);
        assertThat(node.ended(begun).state()).isEqualTo(State.ROLLED_BACK);
    }

    @Test
    void movesTrafficBeforeAPersonsWordIsAnswered() {
        Rollout begun = node.canary("1.1.0", LONG);
        node.core.rollouts().steer(ECHO, CanaryOrder.ABORT, new Actor("bob", "::1"));
        assertThat(everybody(200, 200)).containsOnlyKeys("1.0.0");
        Rollout aborted = node.ended(begun);
        assertThat(aborted.state()).isEqualTo(State.ABORTED);
        assertThat(aborted.cause()).contains(Reason.ABORTED);
        assertThat(aborted.reason())
                .hasValueSatisfying(reason -> assertThat(reason).endsWith("; aborted by bob"));
        assertThat(node.ledger.ender(begun.id()).map(Actor::name)).contains("bob");

        node.canary("1.2.0", LONG);
        node.core.rollouts().steer(ECHO, CanaryOrder.PROMOTE, TestNode.ANN);
        assertThat(everybody(200, 200)).containsOnlyKeys("1.2.0");
    }

    @Test
    void letsRequestsUnderWayFinishBeforeItIsDestroyed() {
        Rollout begun = node.canary("1.1.0", "50:1h");
        Lease lease = held("1.1.0");
        node.core.rollouts().steer(ECHO, CanaryOrder.ABORT, TestNode.ANN);
        assertThat(node.bundles.diary()).doesNotContain("close echo@1.1.0");
        lease.answered(200, 1);
        assertThat(node.ended(begun).state()).isEqualTo(State.ABORTED);
        assertThat(node.bundles.diary()).contains("close echo@1.1.0");
        assertThat(node.core.routes().enter("echo", Version.parse("1.1.0"))).isEmpty();
    }

    @Test
    void refusesToBeSteeredWhereNoCanaryIs() {
        assertRefused(Reason.WRONG_STATE, () -> node.core.rollouts().steer(ECHO, CanaryOrder.ABORT, TestNode.ANN));
        Rollout begun = node.canary("1.1.0", LONG);
        node.core.rollouts().steer(ECHO, CanaryOrder.PROMOTE, TestNode.ANN);
        node.ended(begun);
        assertRefused(Reason.WRONG_STATE, () -> node.core.rollouts().steer(ECHO, CanaryOrder.ABORT, TestNode.ANN));
        assertRefused(
                Reason.NOT_FOUND,
                () -> node.core.rollouts().steer(new ToolName("other"), CanaryOrder.ABORT, TestNode.ANN));
    }

    @Test
    void keepsOtherRolloutsOfTheToolAway() {
        node.canary("1.1.0", LONG);
        Path next = node.echo("1.2.0");
        assertThatThrownBy(() -> node.core.rollouts().deploy(Submission.of(next), TestNode.ANN))
                .hasMessage("a canary of 'echo' is under way; promote it or abort it first");
        assertRefused(Reason.BUSY, () -> node.core.rollouts().remove(ECHO, Optional.empty(), TestNode.ANN));
        assertRefused(Reason.BUSY, () -> node.core.rollouts().rollBack(ECHO, Optional.empty(), TestNode.ANN));
        assertThat(node.weight("1.1.0")).isEqualTo(10);
    }

    @Test
    void leavesTheOldRevisionWithAllWhenTheNodeStops() throws InterruptedException {
        Rollout begun = node.canary("1.1.0", LONG);
        node.close();
        Rollout rollout = node.core.records().await(begun.id(), Duration.ofSeconds(5));
        assertThat(rollout.state()).isEqualTo(State.ROLLED_BACK);
        assertThat(rollout.reason()).contains("the node stopped in the middle of step canary");
        assertThat(node.liveVersion()).contains("1.0.0");
        assertThat(node.weight("1.0.0")).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isWhollyOnTheOldRevisionAfterAKill(boolean waiting) {
        Rollout begun = node.canary("1.1.0", waiting ? "10" : LONG);
        if (waiting) {
            node.when(begun, Rollout::waits);
        }
        try (TestNode next = node.restarted()) {
            assertThat(next.liveVersion()).contains("1.0.0");
            assertThat(next.weight("1.0.0")).isEqualTo(100);
            assertThat(next.state("1.1.0")).isEqualTo(RevisionState.FAILED);
            assertThat(next.ledger.unfinished()).isEmpty();
            assertThat(next.ledger.divisions()).last().isEqualTo("recovery after restart {1.0.0=100}");
            Rollout cutOff = next.ledger.rollout(begun.id()).orElseThrow();
            assertThat(cutOff.state()).isEqualTo(State.ROLLED_BACK);
            assertThat(cutOff.reason()).contains("the node stopped in the middle of step canary");
            assertThat(next.deployEcho("1.1.0").state()).isEqualTo(State.LIVE);
        }
    }

    @Test
    void takesATrafficShareBackWhereItCannotBeSwitched() {
        Rollout begun = node.canary("1.1.0", LONG);
        node.ledger.refuseWrites();
        node.core.rollouts().steer(ECHO, CanaryOrder.PROMOTE, TestNode.ANN);
        Rollout rollout = node.ended(begun);
        assertThat(rollout.state()).isEqualTo(State.ROLLED_BACK);
        assertThat(rollout.cause()).contains(Reason.LEDGER_UNAVAILABLE);
        assertThat(everybody(200, 200)).containsOnlyKeys("1.0.0");
    }

    @Test
    void comparesWithNothingWhereNothingIsLive() {
        node.ended(node.core.rollouts().remove(ECHO, Optional.empty(), TestNode.ANN));
        Rollout rollout = node.ended(node.canary("1.1.0", LONG));
        assertThat(rollout.state()).isEqualTo(State.LIVE);
        assertThat(TestNode.detail(rollout)).startsWith("left out");
    }

    @Test
    void canBeTheWarmRevisionThatIsHandedInAgain() {
        Path first = node.echo("1.1.0");
        node.deploy(first);
        node.deployEcho("1.2.0");
        Rollout begun = node.ended(node.core.rollouts().rollBack(ECHO, Optional.empty(), TestNode.ANN));
        assertThat(begun.state()).isEqualTo(State.LIVE);
        Rollout again = node.canary("1.2.0", LONG);
        assertThat(node.state("1.2.0")).isEqualTo(RevisionState.CANARY);
        node.core.rollouts().steer(ECHO, CanaryOrder.ABORT, TestNode.ANN);
        node.ended(again);
        assertThat(node.state("1.2.0")).isEqualTo(RevisionState.DRAINING);
        assertThat(node.bundles.diary()).doesNotContain("close echo@1.2.0");
    }

    private Lease enter(int caller) {
        return node.core.routes().enter("echo", () -> caller).orElseThrow();
    }

    private Lease held(String version) {
        for (int caller = 0; caller < CALLERS; caller++) {
            Lease lease = enter(caller);
            if (lease.revision().version().equals(Version.parse(version))) {
                return lease;
            }
            lease.close();
        }
        throw new AssertionError("nobody comes to " + version);
    }

    /** Lets every caller send a request, and counts by version. */
    private Map<String, Integer> everybody(int status, int canaryStatus) {
        Map<String, Integer> answers = new HashMap<>();
        Version live = node.echo().live().orElseThrow();
        for (int caller = 0; caller < CALLERS; caller++) {
            Lease lease = enter(caller);
            boolean isLive = lease.revision().version().equals(live);
            lease.answered(isLive ? status : canaryStatus, FAST.toNanos());
            answers.merge(lease.revision().version().toString(), 1, Integer::sum);
        }
        return answers;
    }

    private static void assertRefused(Reason reason, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(RolloutException.class, e -> assertThat(e.reason())
                .isEqualTo(reason));
    }
}
