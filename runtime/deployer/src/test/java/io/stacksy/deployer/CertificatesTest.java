package io.stacksy.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.deploy.Removal;
import io.stacksy.deploy.Removal.Holder;
import io.stacksy.deploy.Removal.Kind;
import io.stacksy.deploy.Removal.Outcome;
import io.stacksy.deploy.Removal.Proof;
import io.stacksy.deploy.Removal.Subject;
import io.stacksy.deploy.Rollout;
import io.stacksy.deploy.ToolName;
import io.stacksy.deploy.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificatesTest {
    private static final ToolName ECHO = new ToolName("echo");

    private final TestNode node;

    CertificatesTest(@TempDir Path folder) {
        node = new TestNode(folder);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void aRevisionIsWatchedUntilTheVerdict() {
        Rollout removal = upgradeAndRemoveTheFirst();
        assertThat(node.core.removals(removal.id())).isEmpty();

        node.at(Instant.EPOCH.plusMillis(1200));
        tell(true, 1);
        assertThat(node.core.removals(removal.id())).singleElement().satisfies(found -> {
            assertThat(found.outcome()).isEqualTo(Outcome.CLEAN);
            assertThat(found.rollout()).contains(removal.id());
            assertThat(found.took()).contains(Duration.ofMillis(1200));
            assertThat(found.proofs())
                    .containsExactly(
                            new Proof(Subject.CLASS_LOADER, true, "collected after 1 collection"),
                            new Proof(Subject.THREADS, true, "none was left"),
                            new Proof(Subject.CONNECTIONS, true, "all given back"),
                            new Proof(Subject.METRICS, true, "no series is left"),
                            new Proof(Subject.ROUTES, true, "none leads to it"));
        });
    }

    @Test
    void whatHoldsARevisionIsNamed() {
        Rollout removal = upgradeAndRemoveTheFirst();
        tell(
                false,
                4,
                new Holder(Kind.THREAD, "deaf", "in a.B.run", false),
                new Holder(Kind.CONNECTION, "2 in use", "cut", true));
        Removal found = found(removal);
        assertThat(found.outcome()).isEqualTo(Outcome.HELD);
        assertThat(found.inMemory()).isTrue();
        assertThat(detail(found, Subject.CLASS_LOADER)).isEqualTo("in memory after 4 collections");
        assertThat(detail(found, Subject.THREADS)).isEqualTo("1 still there: deaf");
        assertThat(detail(found, Subject.CONNECTIONS)).isEqualTo("2 in use, cut");

        tell(true, 4, new Holder(Kind.THREAD, "deaf", "in a.B.run", true));
        assertThat(found(removal).outcome()).isEqualTo(Outcome.MENDED);
    }

    @Test
    void itIsSaidWhereNothingCanBeSeen() {
        Rollout removal = upgradeAndRemoveTheFirst();
        tell(false, 4);
        assertThat(found(removal).holders()).singleElement().satisfies(holder -> {
            assertThat(holder.kind()).isEqualTo(Kind.UNKNOWN);
            assertThat(holder.detail()).contains("heap dump");
        });
    }

    @Test
    void aSeriesThatIsLeftIsNamed() {
        Rollout removal = upgradeAndRemoveTheFirst();
        node.series.add("stacksy_http_in_flight");
        tell(true, 1);
        assertThat(found(removal).outcome()).isEqualTo(Outcome.HELD);
        assertThat(detail(found(removal), Subject.METRICS)).isEqualTo("series are left: stacksy_http_in_flight");
    }

    @Test
    void aCertificateIsStoredAsSoonAsTheLedgerIsBack() {
        Rollout removal = upgradeAndRemoveTheFirst();
        node.ledger.refuseWrites();
        tell(true, 1);
        node.ledger.comeBack();
        assertThat(node.core.removals(removal.id())).isEmpty();
        node.letTimePass();
        assertThat(found(removal).outcome()).isEqualTo(Outcome.CLEAN);
    }

    @Test
    void theToolShowsWhatBecameOfARevisionThatItStillKnows() {
        node.deployEcho("1.0.0");
        Rollout second = node.deployEcho("1.1.0");
        Rollout third = node.deployEcho("1.2.0");
        assertThat(node.echo().revisions().get(2).unreclaimed()).isTrue();
        tell(true, 1);
        assertThat(node.echo().revisions().get(2).unreclaimed()).isFalse();
        assertThat(node.echo().revisions().get(2).removal())
                .map(Removal::outcome)
                .contains(Outcome.CLEAN);
        assertThat(node.core.removals(second.id())).isEmpty();
        assertThat(node.core.removals(third.id())).hasSize(1);
    }

    private Rollout upgradeAndRemoveTheFirst() {
        node.deployEcho("1.0.0");
        node.deployEcho("1.1.0");
        return node.ended(node.core.rollouts().remove(ECHO, Optional.of(Version.parse("1.0.0")), TestNode.ANN));
    }

    private Removal found(Rollout rollout) {
        return node.core.removals(rollout.id()).get(0);
    }

    private static String detail(Removal removal, Subject subject) {
        return removal.proofs().stream()
                .filter(proof -> proof.subject() == subject)
                .map(Proof::detail)
                .findFirst()
                .orElseThrow();
    }

    private void tell(boolean collected, int collections, Holder... holders) {
        node.bundles.removed.entrySet().stream()
                .filter(entry -> entry.getKey().version().equals(Version.parse("1.0.0")))
                .findFirst()
                .orElseThrow()
                .getValue()
                .told(new Bundles.Remains(collected, true, collections, List.of(holders)));
    }
}
