package io.stacksy.deployer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stacksy.deploy.CanaryOrder;
import io.stacksy.deploy.RevisionState;
import io.stacksy.deploy.Rollout;
import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.RolloutException.Reason;
import io.stacksy.deploy.Tool;
import io.stacksy.deploy.ToolName;
import io.stacksy.deploy.Version;
import io.stacksy.route.Lease;
import io.stacksy.store.StoreException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrafficTest {
    private static final ToolName ECHO = new ToolName("echo");

    private final TestNode node;

    TrafficTest(@TempDir Path folder) {
        node = new TestNode(folder);
        node.deployEcho("1.0.0");
        node.deployEcho("1.1.0");
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void dividesBetweenTheLiveRevisionAndTheWarmOne() {
        Tool tool = divide(Map.of("1.0.0", 30, "1.1.0", 70));
        assertThat(tool.revisions()).extracting(Tool.RevisionStatus::weight).containsExactly(70, 30);
        assertThat(tool.revisions())
                .extracting(Tool.RevisionStatus::state)
                .containsExactly(RevisionState.LIVE, RevisionState.CANARY);
        assertThat(node.ledger.divisions()).containsExactly("ann {1.0.0=30, 1.1.0=70}");
        divide(Map.of("1.0.0", 0, "1.1.0", 100));
        assertThat(node.state("1.0.0")).isEqualTo(RevisionState.DRAINING);
        assertThat(node.liveVersion()).contains("1.1.0");
    }

    @Test
    void keepsAWarmRevisionForAsLongAsItHasTraffic() {
        divide(Map.of("1.0.0", 30, "1.1.0", 70));
        node.letTimePass();
        assertThat(node.bundles.diary()).doesNotContain("close echo@1.0.0");
        assertThatThrownBy(() -> node.core.rollouts().remove(ECHO, Optional.of(Version.parse("1.0.0")), TestNode.ANN))
                .hasMessage("echo@1.0.0 has 30% of the traffic; give that to another one first");
        divide(Map.of("1.1.0", 100));
        node.letTimePass();
        assertThat(node.bundles.diary()).endsWith("close echo@1.0.0", "remove echo@1.0.0");
    }

    @Test
    void holdsUntilTheNextRollout() {
        divide(Map.of("1.0.0", 30, "1.1.0", 70));
        node.deployEcho("1.2.0");
        assertThat(node.weight("1.2.0")).isEqualTo(100);
        assertThat(node.weight("1.0.0")).isZero();
        assertThat(node.state("1.0.0")).isEqualTo(RevisionState.RETIRED);
    }

    @Test
    void pausesACanaryAndMovesItsTraffic() {
        Rollout begun = node.canary("1.2.0", "10:1h");
        divide(Map.of("1.0.0", 20, "1.1.0", 20, "1.2.0", 60));
        Rollout paused = node.when(begun, Rollout::waits);
        assertThat(TestNode.detail(paused)).startsWith("paused by ann at 60%");
        assertThat(node.weight("1.0.0")).isEqualTo(20);
        node.core.rollouts().steer(ECHO, CanaryOrder.RESUME, TestNode.ANN);
        node.when(begun, now -> !now.waits());
        assertThat(node.weight("1.2.0")).isEqualTo(10);
        assertThat(node.weight("1.0.0")).isZero();
        node.core.rollouts().steer(ECHO, CanaryOrder.ABORT, TestNode.ANN);
        node.ended(begun);
        assertThat(node.weight("1.1.0")).isEqualTo(100);
    }

    @Test
    void refusesWhatIsNotTheWholeOrNotInMemory() {
        assertBad(Map.of("1.0.0", 30, "1.1.0", 60), "the weights are 90 together; they have to be 100");
        assertBad(Map.of(), "the weights are 0 together; they have to be 100");
        assertBad(Map.of("1.0.0", 101), "the weight of 1.0.0 is 101; a weight is 0 to 100 percent");
        assertBad(Map.of("1.0.0", -1), "the weight of 1.0.0 is -1; a weight is 0 to 100 percent");
        assertBad(Map.of("1.1.0", 90, "3.0.0", 10), "echo@3.0.0 is not in memory; what is: 1.1.0, 1.0.0");
        node.letTimePass();
        assertBad(Map.of("1.1.0", 90, "1.0.0", 10), "echo@1.0.0 is not in memory; what is: 1.1.0");
        assertThatThrownBy(() -> node.core
                        .traffic()
                        .divide(new ToolName("other"), Map.of(Version.parse("1.0.0"), 100), TestNode.ANN))
                .hasMessage("there is no tool 'other' on this node");
    }

    @Test
    void movesNothingThatCannotBePutOnRecord() {
        node.ledger.refuseWrites();
        assertThatThrownBy(() -> divide(Map.of("1.0.0", 30, "1.1.0", 70))).isInstanceOf(StoreException.class);
        assertThat(node.weight("1.1.0")).isEqualTo(100);
        node.ledger.comeBack();
        assertThat(divide(Map.of("1.0.0", 30, "1.1.0", 70)).live()).contains(Version.parse("1.1.0"));
    }

    @Test
    void letsOneWhoMayAddressARevisionThatHasNoTraffic() {
        Version warm = Version.parse("1.0.0");
        Lease lease = node.core.routes().enter("echo", warm).orElseThrow();
        assertThat(lease.revision().version()).isEqualTo(warm);
        lease.close();
        assertThat(node.core.routes().enter("echo", Version.parse("3.0.0"))).isEmpty();
        assertThat(node.core.routes().enter("Other", warm)).isEmpty();
        node.letTimePass();
        assertThat(node.core.routes().enter("echo", warm)).isEmpty();
    }

    private Tool divide(Map<String, Integer> weights) {
        Map<Version, Integer> byVersion = new HashMap<>();
        weights.forEach((version, weight) -> byVersion.put(Version.parse(version), weight));
        return node.core.traffic().divide(ECHO, byVersion, TestNode.ANN);
    }

    private void assertBad(Map<String, Integer> weights, String message) {
        assertThatThrownBy(() -> divide(weights))
                .isInstanceOfSatisfying(
                        RolloutException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BAD_WEIGHTS))
                .hasMessage(message);
    }
}
