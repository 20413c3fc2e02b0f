package io.stacksy.deployer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stacksy.deploy.Plan;
import io.stacksy.deploy.Plan.Signature.State;
import io.stacksy.deploy.Rollout;
import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.RolloutException.Reason;
import io.stacksy.deploy.Submission;
import io.stacksy.deploy.ToolName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes that take only what is signed. */
class TrustTest {
    private static final SigningKey ANN = SigningKey.named("ann");
    private static final SigningKey EVE = SigningKey.named("eve");

    private final Path folder;
    private final Path ring;
    private final TestNode node;

    TrustTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        ring = Files.writeString(folder.resolve("trusted.keys"), ANN.line());
        node = node(Optional.empty());
    }

    private TestNode node(Optional<Path> initialTools) {
        return new TestNode(folder, new FakeLedger(), new FakeBundles(), name -> {}, initialTools, Optional.of(ring));
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void takesWhatATrustedKeyHasSigned() {
        Path jar = node.echo("1.0.0");
        assertThat(plan(jar, ANN.sign(jar)).signature())
                .isEqualTo(new Plan.Signature(State.SIGNED, Optional.of("ann"), "signed with the key 'ann'"));
        assertThat(plan(jar, ANN.sign(jar)).obstacles()).isEmpty();
        assertThat(deploy(jar, ANN.sign(jar)).state()).isEqualTo(Rollout.State.LIVE);
    }

    @Test
    void refusesWhatIsNotSigned() throws IOException {
        Path jar = node.echo("1.0.0");
        assertRefused(Submission.of(jar), "not trusted: it is not signed; sign it with: stacksy sign JAR");
        assertThat(node.core.planning().plan(Submission.of(jar)).signature().state())
                .isEqualTo(State.UNSIGNED);
    }

    @Test
    void refusesAKeyThatItDoesNotKnow() throws IOException {
        Path jar = node.echo("1.0.0");
        assertRefused(signed(jar, EVE.sign(jar)), "the key 'eve', which is not in the node's key ring");
    }

    @Test
    void refusesAStrangersSignatureUnderAKnownName() throws IOException {
        Path jar = node.echo("1.0.0");
        assertRefused(signed(jar, EVE.sign(jar).replace("eve:", "ann:")), "is not of these bytes");
    }

    @Test
    void refusesAKeyThatHasExpired() throws IOException {
        Path jar = node.echo("1.0.0");
        Files.writeString(ring, ANN.line("valid-until=1970-01-02T00:00:00Z"));
        node.at(Instant.parse("1970-01-02T00:00:00Z"));
        assertRefused(signed(jar, ANN.sign(jar)), "the key 'ann', which expired at 1970-01-02T00:00:00Z");
    }

    @Test
    void takesBackItsTrustWithoutARestart() throws IOException {
        Path first = node.echo("1.0.0");
        deploy(first, ANN.sign(first));
        Files.writeString(ring, ANN.line("revoked-at=1970-01-01T00:00:00Z"));
        Path second = node.echo("1.1.0");
        assertThatThrownBy(() -> deploy(second, ANN.sign(second)))
                .isInstanceOfSatisfying(
                        RolloutException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_TRUSTED))
                .hasMessageContaining("the key 'ann', which was revoked at 1970-01-01T00:00:00Z");
        assertThat(node.liveVersion()).contains("1.0.0");
        Files.writeString(ring, EVE.line());
        assertThat(deploy(second, EVE.sign(second)).state()).isEqualTo(Rollout.State.LIVE);
    }

    @Test
    void refusesAJarOfWhichOneByteWasChanged() throws IOException {
        Path jar = node.echo("1.0.0");
        String signature = ANN.sign(jar);
        byte[] bytes = Files.readAllBytes(jar);
        for (int at : new int[] {0, bytes.length / 2, bytes.length - 1}) {
            byte[] changed = bytes.clone();
            changed[at] ^= 1;
            Files.write(jar, changed);
            assertRefused(signed(jar, signature), "the signature by the key 'ann' is not of these bytes");
        }
    }

    @Test
    void refusesTheSignatureOfAnotherBundle() throws IOException {
        Path jar = node.echo("1.0.0");
        assertRefused(signed(jar, ANN.sign(node.echo("1.1.0"))), "is not of these bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ann", ":", "ann:", "ann:***", "a b:AAAA", "ann:AAAA:AAAA"})
    void refusesWhatIsNoSignature(String signature) throws IOException {
        assertRefused(signed(node.echo("1.0.0"), signature), "not trusted: its signature is not of the form");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ann:AAAA",
                "ann:A",
                "ann:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" + "AAAAAAAAAAAAAAAAAA=="
            })
    void refusesAnEmptySignature(String signature) throws IOException {
        assertRefused(signed(node.echo("1.0.0"), signature), "is not of these bytes");
    }

    @Test
    void refusesEverythingWhileTheRingIsBroken() throws IOException {
        Path jar = node.echo("1.0.0");
        Files.writeString(ring, ANN.line() + "\nbob\n");
        assertRefused(signed(jar, ANN.sign(jar)), "the node's key ring has to be mended before it counts: line 2 of");
        Files.delete(ring);
        assertRefused(signed(jar, ANN.sign(jar)), "cannot be read");
    }

    @Test
    void refusesAnOlderRevisionUnlessItIsMeant() throws IOException {
        Path old = node.echo("1.0.0");
        Path now = node.echo("1.1.0");
        deploy(now, ANN.sign(now));
        int blobs = blobs();
        assertThatThrownBy(() -> deploy(old, ANN.sign(old)))
                .hasMessageStartingWith("not trusted: echo@1.0.0 is older than 1.1.0, which is live")
                .hasMessageContaining("--downgrade");
        assertThat(plan(old, ANN.sign(old)).obstacles())
                .extracting(Plan.Obstacle::reason)
                .containsExactly(Reason.NOT_TRUSTED);
        assertThat(node.ledger.revisions()).hasSize(1);
        assertThat(blobs()).isEqualTo(blobs);
        Submission meant = new Submission(old, Optional.of(ANN.sign(old)), true);
        assertThat(node.core.planning().plan(meant).obstacles()).isEmpty();
        assertThat(node.ended(node.core.rollouts().deploy(meant, TestNode.ANN)).state())
                .isEqualTo(Rollout.State.LIVE);
        assertThat(node.liveVersion()).contains("1.0.0");
    }

    @Test
    void rollsBackWithoutASignature() {
        Path first = node.echo("1.0.0");
        Path second = node.echo("1.1.0");
        deploy(first, ANN.sign(first));
        deploy(second, ANN.sign(second));
        node.ended(node.core.rollouts().rollBack(new ToolName("echo"), Optional.empty(), TestNode.ANN));
        assertThat(node.liveVersion()).contains("1.0.0");
    }

    @Test
    void takesTheToolsThatItCameWith() throws IOException {
        Path tools = Files.createDirectory(folder.resolve("tools"));
        Jars.bundle("org.example.echo", "1.0.0").in(tools);
        try (TestNode fresh = node(Optional.of(tools))) {
            fresh.core.recover(Runnable::run);
            fresh.core.deployInitialTools(Runnable::run);
            assertThat(fresh.liveVersion()).contains("1.0.0");
        }
    }

    @Test
    void anOpenNodeTakesAllAndSaysHowItStands() {
        try (TestNode open = new TestNode(folder)) {
            Path jar = open.echo("1.0.0");
            Submission submission = signed(jar, EVE.sign(jar));
            Plan plan = open.core.planning().plan(submission);
            assertThat(plan.obstacles()).isEmpty();
            assertThat(plan.signature().state()).isEqualTo(State.REFUSED);
            assertThat(open.ended(open.core.rollouts().deploy(submission, TestNode.ANN))
                            .state())
                    .isEqualTo(Rollout.State.LIVE);
            assertThat(open.deployEcho("0.9.0").state()).isEqualTo(Rollout.State.LIVE);
        }
    }

    private Rollout deploy(Path jar, String signature) {
        return node.ended(node.core.rollouts().deploy(signed(jar, signature), TestNode.ANN));
    }

    private Plan plan(Path jar, String signature) {
        return node.core.planning().plan(signed(jar, signature));
    }

    private static Submission signed(Path jar, String signature) {
        return new Submission(jar, Optional.of(signature), false);
    }

    private void assertRefused(Submission submission, String message) throws IOException {
        assertThatThrownBy(() -> node.core.rollouts().deploy(submission, TestNode.ANN))
                .isInstanceOfSatisfying(
                        RolloutException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_TRUSTED))
                .hasMessageStartingWith("not trusted: ")
                .hasMessageContaining(message);
        assertThat(node.ledger.isEmpty()).isTrue();
        assertThat(node.ledger.revisions()).isEmpty();
        assertThat(node.ledger.rollouts(10, Optional.empty())).isEmpty();
        assertThat(blobs()).isZero();
    }

    private int blobs() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("blobs"))) {
            return (int) files.count();
        }
    }
}
