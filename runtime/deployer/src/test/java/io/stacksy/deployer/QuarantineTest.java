package io.stacksy.deployer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stacksy.deploy.Actor;
import io.stacksy.deploy.Quarantine;
import io.stacksy.deploy.Revision;
import io.stacksy.deploy.RevisionState;
import io.stacksy.deploy.Rollout;
import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.RolloutException.Reason;
import io.stacksy.deploy.Submission;
import io.stacksy.deploy.Tool;
import io.stacksy.deploy.ToolName;
import io.stacksy.deploy.Trouble;
import io.stacksy.deploy.Version;
import io.stacksy.route.Lease;
import io.stacksy.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QuarantineTest {
    private static final ToolName ECHO = new ToolName("echo");

    private final Path folder;
    private final TestNode node;

    QuarantineTest(@TempDir Path folder) {
        this.folder = folder;
        node = new TestNode(folder);
        node.deployEcho("1.0.0");
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void troubleIsShownAndOnRecordOnceUntilItIsOver() {
        begin(Trouble.Kind.CROWDED, "9 requests");
        begin(Trouble.Kind.CROWDED, "12 requests");
        assertThat(live().troubles()).singleElement().satisfies(trouble -> assertThat(trouble.detail())
                .isEqualTo("12 requests"));
        assertThat(health()).isEqualTo("echo@1.0.0 is in trouble (crowded): 12 requests");
        node.core.watchdog().end(revision("1.0.0"), Trouble.Kind.CROWDED);
        assertThat(live().troubles()).isEmpty();
        begin(Trouble.Kind.CROWDED, "again, and soon");
        node.awaitWorkers();
        assertThat(node.ledger.incidents.lines).containsExactly("troubled echo@1.0.0 crowded");
    }

    @ParameterizedTest
    @EnumSource(
            value = Trouble.Kind.class,
            names = {"FAILING", "HANGING", "THREADS"})
    void aRevisionThatIsInTroubleAgainAndAgainIsKeptFromItsRequests(Trouble.Kind kind) {
        for (int i = 0; i < TestNode.STRIKES; i++) {
            assertThat(isBarred()).isFalse();
            begin(kind, "bad");
        }
        node.awaitWorkers();
        assertThat(isBarred()).isTrue();
        assertThat(live().quarantine().orElseThrow().reason())
                .isEqualTo("3 times in trouble within 10 min, the last time " + kind.label() + ": bad");
        assertThat(health()).contains("echo@1.0.0 is in quarantine: 3 times");
        assertThat(node.ledger.incidents.lines).contains("quarantined echo@1.0.0 by repeated trouble");
    }

    @Test
    void howMuchTroubleIsEnoughCanChangeWhileTheNodeRuns() {
        node.pace = new Pace(Duration.ofMinutes(10), TestNode.CANARY, TestNode.CANARY_REQUESTS, 1);
        begin(Trouble.Kind.FAILING, "bad");
        node.awaitWorkers();
        assertThat(isBarred()).isTrue();
    }

    @Test
    void whoAddressesARevisionInQuarantineComesToIt() {
        node.core.quarantines().impose(ECHO, "looks odd", TestNode.ANN);
        try (Lease lease =
                node.core.routes().enter("echo", Version.parse("1.0.0")).orElseThrow()) {
            assertThat(lease.isBarred()).isFalse();
        }
    }

    @Test
    void aToolThatHasMuchToDoIsNoBadTool() {
        for (int i = 0; i < 2 * TestNode.STRIKES; i++) {
            begin(Trouble.Kind.CROWDED, "much to do");
        }
        node.awaitWorkers();
        assertThat(isBarred()).isFalse();
    }

    @Test
    void theRevisionBeforeServesWhereItIsWarm() {
        node.deployEcho("1.1.0");
        for (int i = 0; i < TestNode.STRIKES; i++) {
            node.core.watchdog().begin(revision("1.1.0"), Trouble.Kind.HANGING, "bad");
        }
        node.awaitWorkers();
        Rollout back = node.ended(node.ledger.rollouts(1, Optional.empty()).get(0));
        assertThat(back.startedBy()).isEqualTo(Actor.node("repeated trouble"));
        assertThat(back.reason().orElseThrow()).startsWith("echo@1.1.0 is in trouble: 3 times");
        assertThat(node.liveVersion()).contains("1.0.0");
        assertThat(isBarred()).isFalse();
    }

    @Test
    void whatIsRefusedBeforeItBeginsIsOnRecordToo() throws IOException {
        Path text = Files.writeString(folder.resolve("text.jar"), "no jar");
        assertThatThrownBy(() -> node.core.rollouts().deploy(Submission.of(text), TestNode.ANN))
                .isInstanceOf(RolloutException.class);
        ToolName gone = new ToolName("gone");
        assertThatThrownBy(() -> node.core.rollouts().remove(gone, Optional.empty(), TestNode.ANN))
                .isInstanceOf(RolloutException.class);
        Path changed = Jars.bundle("org.example.echo", "1.0.0")
                .header("Changed", "yes")
                .in(folder);
        assertThatThrownBy(() -> node.core.rollouts().deploy(Submission.of(changed), TestNode.ANN))
                .isInstanceOf(RolloutException.class);
        assertThat(node.ledger.incidents.lines)
                .containsExactly(
                        "refused a jar of unknown BAD_ARTIFACT to ann",
                        "refused gone of gone NOT_FOUND to ann",
                        "refused echo@1.0.0 of echo VERSION_TAKEN to ann");
    }

    @Test
    void aReleaseGivesTheRequestsBack() {
        node.core.quarantines().impose(ECHO, "looks odd", TestNode.ANN);
        assertThat(isBarred()).isTrue();
        assertThat(release()).isEmpty();
        assertThat(isBarred()).isFalse();
        assertThat(node.ledger.incidents.lines)
                .containsExactly("quarantined echo@1.0.0 by ann", "released echo@1.0.0 by ann");
        assertThatThrownBy(this::release)
                .isInstanceOfSatisfying(
                        RolloutException.class, e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_STATE))
                .hasMessageContaining("no revision of 'echo' is in quarantine");
    }

    @Test
    void whatIsNotOnRecordHoldsWhereTheNodeSaysSoAndNotWhereAPersonDoes() {
        node.ledger.incidents.away = true;
        assertThatThrownBy(() -> node.core.quarantines().impose(ECHO, "looks odd", TestNode.ANN))
                .isInstanceOf(StoreException.class);
        assertThat(isBarred()).isFalse();
        for (int i = 0; i < TestNode.STRIKES; i++) {
            begin(Trouble.Kind.FAILING, "bad");
        }
        node.awaitWorkers();
        assertThat(isBarred()).isTrue();
    }

    @Test
    void anotherRevisionTakesThePlaceOfOneInQuarantine() {
        node.core.quarantines().impose(ECHO, "looks odd", TestNode.ANN);
        node.deployEcho("1.1.0");
        assertThat(isBarred()).isFalse();
        Rollout back = node.ended(node.core.rollouts().rollBack(ECHO, Optional.empty(), TestNode.ANN));
        assertThat(back.state()).isEqualTo(Rollout.State.LIVE);
        assertThat(isBarred()).as("whoever goes back to it means it").isFalse();
    }

    @Test
    void aRevisionInQuarantineIsNotStartedAgainUntilItsRelease() {
        node.core.quarantines().impose(ECHO, "looks odd", TestNode.ANN);
        try (TestNode next = node.restarted()) {
            assertThat(next.liveVersion()).isEmpty();
            assertThat(next.core.routes().isMissing("echo")).isTrue();
            assertThat(new ToolsCheck(next.core.tools()::all).execute().toString())
                    .contains("echo is out of service: quarantine: looks odd");
            Rollout back = next.ended(next.core
                    .quarantines()
                    .release(ECHO, TestNode.ANN, next.core.rollouts())
                    .orElseThrow());
            assertThat(back.state()).isEqualTo(Rollout.State.LIVE);
            assertThat(next.liveVersion()).contains("1.0.0");
            assertThat(next.ledger.incidents.quarantines()).isEmpty();
        }
    }

    @Test
    void aNodeThatRanOutOfMemoryComesBackWithoutTheOneThatFilledIt() throws IOException {
        node.deploy(Jars.bundle("org.example.other", "1.0.0").in(folder));
        filled("echo@1.0.0");
        try (TestNode next = node.restarted()) {
            assertThat(next.liveVersion()).isEmpty();
            assertThat(next.core.routes().enter("other", () -> 0)).isPresent();
            assertThat(next.echo().revisions().get(0).state()).isEqualTo(RevisionState.RETIRED);
            assertThat(next.ledger.incidents.lines)
                    .containsExactly("quarantined echo@1.0.0 by start after running out of memory");
        }
    }

    @Test
    void theRevisionBeforeTheOneThatFilledTheMemoryServes() throws IOException {
        node.deployEcho("1.1.0");
        filled("echo@1.1.0");
        try (TestNode next = node.restarted()) {
            assertThat(next.liveVersion()).contains("1.0.0");
            assertThat(next.ledger.incidents.quarantines())
                    .extracting(Quarantine::revision)
                    .containsExactly(revision("1.1.0"));
        }
    }

    /** What a process leaves that ran out of memory while a revision had a request under way. */
    private void filled(String revision) throws IOException {
        BlackBox box = BlackBox.in(folder);
        box.cell("other@1.0.0").allocated(10);
        box.cell(revision).enter();
        Files.createFile(folder.resolve(BlackBox.MARKER));
    }

    private void begin(Trouble.Kind kind, String detail) {
        node.core.watchdog().begin(revision("1.0.0"), kind, detail);
    }

    private Optional<Rollout> release() {
        return node.core.quarantines().release(ECHO, TestNode.ANN, node.core.rollouts());
    }

    private boolean isBarred() {
        try (Lease lease = node.core.routes().enter("echo", () -> 0).orElseThrow()) {
            return lease.isBarred();
        }
    }

    private Tool.RevisionStatus live() {
        return node.echo().revisions().get(0);
    }

    private Revision revision(String version) {
        List<Tool.RevisionStatus> revisions = node.echo().revisions();
        return revisions.stream()
                .map(Tool.RevisionStatus::revision)
                .filter(revision -> revision.version().equals(Version.parse(version)))
                .findFirst()
                .orElseThrow();
    }

    private String health() {
        Result result = new ToolsCheck(node.core.tools()::all).execute();
        return result.iterator().next().getMessage();
    }
}
