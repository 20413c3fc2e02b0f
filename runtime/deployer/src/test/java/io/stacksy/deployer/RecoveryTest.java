package io.stacksy.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.deploy.RevisionState;
import io.stacksy.deploy.Rollout;
import io.stacksy.deploy.Rollout.State;
import io.stacksy.deploy.RolloutException.Reason;
import io.stacksy.deploy.Submission;
import io.stacksy.deploy.ToolName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecoveryTest {
    private static final ToolName ECHO = new ToolName("echo");

    private final Path folder;

    RecoveryTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private final FakeLedger ledger = new FakeLedger();
    private final FakeBundles bundles = new FakeBundles();

    @Test
    void bringsBackWhatWasLive() {
        try (TestNode node = new TestNode(folder, ledger, bundles, name -> {})) {
            node.deployEcho("1.0.0");
            node.deployEcho("1.1.0");
            try (TestNode next = node.restarted()) {
                assertThat(next.liveVersion()).contains("1.1.0");
                assertThat(next.state("1.0.0")).isEqualTo(RevisionState.RETIRED);
                Rollout rollback = next.ended(next.core.rollouts().rollBack(ECHO, Optional.empty(), TestNode.ANN));
                assertThat(rollback.to().map(Object::toString)).contains("1.0.0");
                assertThat(next.liveVersion()).contains("1.0.0");
            }
        }
    }

    @Test
    void fetchesBytesThatAreMissingOrDamagedFromTheLedger() throws IOException {
        try (TestNode node = new TestNode(folder, ledger, bundles, name -> {})) {
            node.deployEcho("1.0.0");
            Path blob = folder.resolve("blobs")
                    .resolve(node.echo().revisions().get(0).revision().sha256() + ".jar");
            Files.writeString(blob, "damaged");
            try (TestNode next = node.restarted()) {
                assertThat(next.liveVersion()).contains("1.0.0");
            }
            Files.delete(blob);
            try (TestNode next = node.restarted()) {
                assertThat(next.liveVersion()).contains("1.0.0");
            }
        }
    }

    @Test
    void servesTheRevisionBeforeIfTheLiveOneDoesNotComeBack() {
        try (TestNode node = new TestNode(folder, ledger, bundles, name -> {})) {
            node.deployEcho("1.0.0");
            node.deployEcho("1.1.0");
            bundles.fail("start echo@1.1.0", Reason.START_FAILED);
            try (TestNode next = node.restarted()) {
                assertThat(next.liveVersion()).contains("1.0.0");
                Rollout last = ledger.rollouts(1, Optional.empty()).get(0);
                assertThat(last.kind()).isEqualTo(Rollout.Kind.ROLLBACK);
                assertThat(last.state()).isEqualTo(State.LIVE);
                assertThat(last.reason()).hasValueSatisfying(reason -> assertThat(reason)
                        .contains("echo@1.1.0 did not come back")
                        .contains("start echo@1.1.0 failed"));
                assertThat(ledger.live())
                        .extracting(live -> live.revision().toString())
                        .containsExactly("echo@1.0.0");
            }
        }
    }

    @Test
    void leavesTheToolOutOfServiceRatherThanFallBackOffTheRecord() {
        try (TestNode node = new TestNode(folder, ledger, bundles, name -> {})) {
            node.deployEcho("1.0.0");
            node.deployEcho("1.1.0");
            node.letTimePass();
            bundles.fail("start echo@1.1.0", Reason.START_FAILED);
            ledger.refuseWrites();
            try (TestNode next = node.restarted()) {
                assertThat(next.liveVersion()).isEmpty();
                assertThat(next.state("1.0.0")).isEqualTo(RevisionState.FAILED);
                assertThat(bundles.diary()).endsWith("remove echo@1.0.0");
            }
            ledger.comeBack();
            try (TestNode next = node.restarted()) {
                assertThat(next.liveVersion()).contains("1.0.0");
            }
        }
    }

    @Test
    void putsOnRecordOnceThatTheWarmRevisionDidNotSurvive() {
        try (TestNode node = new TestNode(folder, ledger, bundles, name -> {})) {
            node.deployEcho("1.0.0");
            node.deployEcho("1.1.0");
            try (TestNode next = node.restarted();
                    TestNode afterThat = next.restarted()) {
                assertThat(afterThat.liveVersion()).contains("1.1.0");
                assertThat(ledger.retired()).containsExactly("echo@1.0.0 by recovery after restart");
            }
        }
    }

    @Test
    void namesTheToolThatDidNotComeBackAndServesTheOthers() {
        try (TestNode node = new TestNode(folder, ledger, bundles, name -> {})) {
            node.deployEcho("1.0.0");
            node.deploy(Jars.bundle("org.example.other", "1.0.0").in(folder));
            bundles.fail("start echo@1.0.0", Reason.START_FAILED);
            try (TestNode next = node.restarted()) {
                assertThat(next.liveVersion()).isEmpty();
                assertThat(next.core.routes().enter("other", () -> 0)).isPresent();
                Result health = new ToolsCheck(next.core.tools()::all).execute();
                assertThat(health.getStatus()).isEqualTo(Result.Status.WARN);
                assertThat(health.toString()).contains("echo is out of service: start echo@1.0.0 failed");
                bundles.mend();
                assertThat(next.deployEcho("1.1.0").state()).isEqualTo(State.LIVE);
                assertThat(new ToolsCheck(next.core.tools()::all).execute().isOk())
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "before-resolve",
                "after-resolve",
                "before-migrate",
                "before-install",
                "after-install",
                "before-start",
                "after-start",
                "before-publish",
                "after-publish",
                "before-await-ready",
                "after-await-ready",
                "before-switch"
            })
    void isOnTheOldRevisionAfterACrashBeforeTheSwitch(String point) {
        try (TestNode crashed = crashed(point);
                TestNode next = crashed.restarted()) {
            assertThat(next.liveVersion()).contains("1.0.0");
            assertThat(next.state("1.1.0")).isEqualTo(RevisionState.FAILED);
            Rollout cutOff = ledger.rollouts(1, Optional.empty()).get(0);
            assertThat(cutOff.state()).isEqualTo(State.ROLLED_BACK);
            assertThat(cutOff.reason())
                    .contains("the node stopped in the middle of step " + point.substring(point.indexOf('-') + 1));
            assertThat(ledger.unfinished()).isEmpty();
            assertThat(next.deployEcho("1.2.0").state()).isEqualTo(State.LIVE);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"switch-written", "after-switch", "before-drain", "after-drain", "before-retire", "after-retire"
            })
    void isOnTheNewRevisionAfterACrashPastTheSwitch(String point) {
        try (TestNode crashed = crashed(point);
                TestNode next = crashed.restarted()) {
            assertThat(next.liveVersion()).contains("1.1.0");
            assertThat(ledger.rollouts(1, Optional.empty()).get(0).state()).isEqualTo(State.LIVE);
            assertThat(ledger.unfinished()).isEmpty();
            assertThat(next.deployEcho("1.2.0").state()).isEqualTo(State.LIVE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"before-store", "after-store", "before-inspect", "after-inspect"})
    void isOnTheOldRevisionAfterACrashBeforeTheRolloutIsOnRecord(String point) {
        try (TestNode crashed = crashed(point);
                TestNode next = crashed.restarted()) {
            assertThat(next.liveVersion()).contains("1.0.0");
            assertThat(next.deployEcho("1.1.0").state()).isEqualTo(State.LIVE);
        }
    }

    @Test
    void goesOnWithARemovalThatWasCutOff() {
        CountDownLatch reached = new CountDownLatch(1);
        try (TestNode node = new TestNode(folder, ledger, bundles, at("switch-written", reached))) {
            // the switch of the deployment itself must not be the point
            try (TestNode before = new TestNode(folder, ledger, bundles, name -> {})) {
                before.deployEcho("1.0.0");
            }
            node.core.recover(Runnable::run);
            node.core.rollouts().remove(ECHO, Optional.empty(), TestNode.ANN);
            await(reached);
            try (TestNode next = node.restarted()) {
                assertThat(next.liveVersion()).isEmpty();
                assertThat(ledger.revisions()).isEmpty();
                assertThat(next.deployEcho("1.0.0").state()).isEqualTo(State.LIVE);
            }
        }
    }

    @Test
    void deploysTheInitialToolsOfANewNodeAndNoOther() throws IOException {
        Path initial = Files.createDirectory(folder.resolve("initial"));
        Jars.bundle("org.example.echo", "1.0.0").in(initial);
        Jars.bundle("org.example.other", "1.0.0").in(initial);
        try (TestNode first = new TestNode(folder, ledger, bundles, name -> {}, Optional.of(initial))) {
            first.core.recover(Runnable::run);
            first.core.deployInitialTools(Runnable::run);
            assertThat(first.liveVersion()).contains("1.0.0");
            assertThat(first.core.routes().enter("other", () -> 0)).isPresent();
            first.ended(first.core.rollouts().remove(ECHO, Optional.empty(), TestNode.ANN));
        }
        try (TestNode second = new TestNode(folder, ledger, bundles, name -> {}, Optional.of(initial))) {
            second.core.recover(Runnable::run);
            second.core.deployInitialTools(Runnable::run);
            assertThat(second.liveVersion()).isEmpty();
        }
    }

    /** A node that has stopped dead at {@code point} of its upgrade from 1.0.0 to 1.1.0. */
    private TestNode crashed(String point) {
        try (TestNode before = new TestNode(folder, ledger, bundles, name -> {})) {
            before.deployEcho("1.0.0");
        }
        CountDownLatch reached = new CountDownLatch(1);
        TestNode node = new TestNode(folder, ledger, bundles, at(point, reached));
        node.core.recover(Runnable::run);
        Path jar = node.echo("1.1.0");
        CompletableFuture<Void> unused =
                CompletableFuture.runAsync(() -> node.core.rollouts().deploy(Submission.of(jar), TestNode.ANN));
        await(reached);
        return node;
    }

    /** Where a real node would be gone, the thread only never goes on. */
    private static Failpoints at(String point, CountDownLatch reached) {
        CountDownLatch never = new CountDownLatch(1);
        return name -> {
            if (name.equals("rollout." + point) && reached.getCount() > 0) {
                reached.countDown();
                while (never.getCount() > 0) {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        // as dead as before
                    }
                }
            }
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
