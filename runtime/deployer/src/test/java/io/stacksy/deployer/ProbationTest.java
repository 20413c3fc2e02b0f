package io.stacksy.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.deploy.Actor;
import io.stacksy.deploy.Rollout;
import io.stacksy.deploy.Rollout.Kind;
import io.stacksy.deploy.Rollout.State;
import io.stacksy.deploy.ToolName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbationTest {
    private final TestNode node;

    ProbationTest(@TempDir Path folder) {
        node = new TestNode(folder);
        node.deployEcho("1.0.0");
        requests(500, 0);
        node.deployEcho("1.1.0");
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void goesBackFromARevisionThatFailsMoreThanTheOneBefore() {
        requests(100, 8);
        node.letTimeGoOn();
        Rollout back = newest();
        assertThat(back.kind()).isEqualTo(Kind.ROLLBACK);
        assertThat(back.startedBy()).isEqualTo(Actor.node("probation"));
        Rollout ended = node.ended(back);
        assertThat(ended.state()).isEqualTo(State.LIVE);
        assertThat(ended.reason())
                .contains("echo@1.1.0 is on probation: 8.0% of 100 requests failed against 0.0% of 500 before;"
                        + " back to 1.0.0");
        assertThat(node.liveVersion()).contains("1.0.0");
    }

    @Test
    void doesNotBlameARevisionForADatabaseThatIsAway() {
        node.outage = true;
        requests(500, 500);
        node.letTimeGoOn();
        node.outage = false;
        requests(500, 0);
        node.letTimeGoOn();
        assertThat(newest().kind()).isEqualTo(Kind.DEPLOY);
        requests(100, 100);
        node.letTimeGoOn();
        assertThat(newest().kind()).isEqualTo(Kind.ROLLBACK);
    }

    @Test
    void goesBackFromARevisionThatFallsIll() {
        node.bundles.fallIll("echo@1.1.0");
        node.letTimeGoOn();
        assertThat(node.ended(newest()).reason())
                .hasValueSatisfying(reason -> assertThat(reason).contains("its own health checks say that it is down"));
        assertThat(node.liveVersion()).contains("1.0.0");
    }

    @Test
    void doesNotGoBackToWhatIsIllItself() {
        node.bundles.fallIll("echo@1.1.0");
        node.bundles.fallIll("echo@1.0.0");
        node.letTimeGoOn();
        assertThat(newest().kind()).isEqualTo(Kind.DEPLOY);
    }

    @Test
    void leavesARevisionAloneThatDoesWell() {
        requests(500, 1);
        node.letTimeGoOn();
        node.letTimeGoOn();
        assertThat(newest().kind()).isEqualTo(Kind.DEPLOY);
        assertThat(node.liveVersion()).contains("1.1.0");
    }

    @Test
    void hasNothingToGoBackToWhenTheOneBeforeIsGone() {
        node.letTimePass();
        requests(100, 100);
        node.letTimeGoOn();
        assertThat(newest().kind()).isEqualTo(Kind.DEPLOY);
    }

    @Test
    void triesAgainWhenAnotherRolloutHasTheTool() {
        requests(100, 8);
        ToolState tool = node.core.tools().named(new ToolName("echo"));
        UUID other = UUID.randomUUID();
        assertThat(tool.occupy(other)).isTrue();
        node.letTimeGoOn();
        assertThat(newest().kind()).isEqualTo(Kind.DEPLOY);
        tool.release(other);
        node.letTimeGoOn();
        assertThat(node.ended(newest()).to().map(Object::toString)).contains("1.0.0");
    }

    private Rollout newest() {
        return node.ledger.rollouts(1, Optional.empty()).get(0);
    }

    private void requests(int count, int failed) {
        for (int request = 0; request < count; request++) {
            String unused = node.request(0, request < failed ? 503 : 200, Duration.ofMillis(3));
        }
    }
}
