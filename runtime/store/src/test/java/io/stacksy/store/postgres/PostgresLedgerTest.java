package io.stacksy.store.postgres;

import static io.stacksy.store.postgres.Fixtures.LINKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stacksy.deploy.Actor;
import io.stacksy.deploy.Removal;
import io.stacksy.deploy.Revision;
import io.stacksy.deploy.RevisionState;
import io.stacksy.deploy.Rollout;
import io.stacksy.deploy.Rollout.Step;
import io.stacksy.deploy.Rollout.StepState;
import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.ToolName;
import io.stacksy.deploy.Version;
import io.stacksy.store.Ledger;
import io.stacksy.store.Ledger.Live;
import io.stacksy.store.StoreException;
import io.stacksy.store.StoreException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(PostgresServer.class)
class PostgresLedgerTest {
    private static final Actor ADA = new Actor("ada", "127.0.0.1");
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00.123456Z");

    private Path folder;

    private Postgres postgres;
    private Ledger ledger;

    @BeforeEach
    void open(PostgresServer.Running server, @TempDir Path folder) throws SQLException {
        this.folder = folder;
        postgres = new Postgres(server.freshDatabase(), 3);
        ledger = new PostgresLedger(postgres);
    }

    @AfterEach
    void close() {
        postgres.close();
    }

    @Test
    void givesBackTheBytesThatItWasGiven() throws IOException {
        for (int size : new int[] {0, 1, 1 << 20, (1 << 20) + 1, 3_500_000}) {
            Revision revision = add("1.0." + size, size);
            Path copy = folder.resolve("copy-" + size);
            ledger.copyTo(revision, copy);
            assertThat(copy).hasSameBinaryContentAs(jar(size));
        }
    }

    @Test
    void refusesBytesThatAreNotThoseOfTheRevision() {
        Revision wrong = Fixtures.links("1.0.0");
        assertThatThrownBy(() -> ledger.add(wrong, jar(10), List.of()))
                .hasMessage("the bytes of links@1.0.0 are not those of its SHA-256");
        assertThat(ledger.find(LINKS, wrong.version())).isEmpty();
    }

    @Test
    void refusesToHandOutDamagedBytesAndLeavesNoFile() {
        Revision revision = add("1.0.0", 10);
        new PostgresDatabase(postgres.pool()).update("UPDATE revisions SET blob = '\\x00'");
        Path copy = folder.resolve("copy");
        assertThatThrownBy(() -> ledger.copyTo(revision, copy))
                .hasMessage("the bytes of links@1.0.0 are not those of its SHA-256");
        assertThat(copy).doesNotExist();
    }

    @Test
    void neverOverwritesAFile() {
        Revision revision = add("1.0.0", 10);
        assertThatThrownBy(() -> ledger.copyTo(revision, jar(10))).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void knowsNothingOfARevisionThatWasNotAdded() {
        Revision stranger = Fixtures.links("1.0.0");
        Path copy = folder.resolve("copy");
        assertThatThrownBy(() -> ledger.copyTo(stranger, copy)).hasMessage("the ledger has no links@1.0.0");
        assertThatThrownBy(() -> ledger.mark(stranger, RevisionState.LIVE, Optional.empty()))
                .hasMessage("the ledger has no links@1.0.0");
        assertThat(copy).doesNotExist();
    }

    @Test
    void addingTheSameRevisionAgainOnlyStagesIt() {
        Revision revision = add("1.0.0", 10);
        ledger.mark(revision, RevisionState.FAILED, Optional.of("no\0 luck"));
        assertThat(ledger.find(LINKS, revision.version())).hasValueSatisfying(entry -> {
            assertThat(entry.state()).isEqualTo(RevisionState.FAILED);
            assertThat(entry.reason()).contains("no\uFFFD luck");
        });
        ledger.add(revision, jar(10), List.of("/other"));
        assertThat(ledger.find(LINKS, revision.version())).hasValueSatisfying(entry -> {
            assertThat(entry.revision()).isEqualTo(revision);
            assertThat(entry.state()).isEqualTo(RevisionState.STAGED);
            assertThat(entry.aliases()).containsExactly("/l");
            assertThat(entry.reason()).isEmpty();
        });
    }

    @Test
    void refusesOtherBytesUnderAKnownVersion() {
        add("1.0.0", 10);
        assertThatThrownBy(() -> add("1.0.0", 11))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DUPLICATE));
    }

    @Test
    void listsRevisionsByToolNewestFirst() {
        add("1.9.0", 10);
        add("1.10.0", 11);
        Revision qr = revision(new ToolName("qr"), "0.1.0", 12);
        ledger.add(qr, jar(12), List.of());
        assertThat(ledger.revisions())
                .extracting(entry -> entry.revision().toString())
                .containsExactly("links@1.10.0", "links@1.9.0", "qr@0.1.0");
    }

    @Test
    void keepsARolloutAsItStands() {
        Rollout running = rollout(
                Rollout.State.RUNNING,
                Optional.empty(),
                List.of(
                        new Step(
                                "store",
                                StepState.DONE,
                                NOON,
                                Optional.of(NOON.plusMillis(3)),
                                Optional.of("10 bytes, \"so\"")),
                        new Step(
                                "await-ready",
                                StepState.RUNNING,
                                NOON.plusMillis(4),
                                Optional.empty(),
                                Optional.empty())));
        ledger.write(running);
        assertThat(ledger.rollout(running.id())).contains(running);
        assertThat(ledger.unfinished()).containsExactly(running);

        Rollout failed = new Rollout(
                running.id(),
                running.kind(),
                LINKS,
                running.from(),
                running.to(),
                Rollout.State.FAILED,
                List.of(),
                Optional.of("not ready"),
                Optional.of(RolloutException.Reason.NOT_READY),
                running.startedBy(),
                NOON,
                Optional.of(NOON));
        ledger.write(failed);
        assertThat(ledger.rollout(running.id())).contains(failed);
        assertThat(ledger.unfinished()).isEmpty();
    }

    @Test
    void keepsWhatBecameOfARevisionAsItWasLastKnown() {
        UUID rollout = UUID.randomUUID();
        Removal held = new Removal(
                Fixtures.links("1.0.0"),
                Optional.of(rollout),
                Removal.Outcome.HELD,
                NOON,
                Optional.of(NOON.plusSeconds(31)),
                List.of(
                        new Removal.Proof(Removal.Subject.CLASS_LOADER, false, "in memory after 4 collections"),
                        new Removal.Proof(Removal.Subject.ROUTES, true, "none leads to it")),
                List.of(new Removal.Holder(Removal.Kind.THREAD, "na\0me", "in a.B.run", false)));
        ledger.certify(held);
        assertThat(ledger.removals(rollout)).singleElement().satisfies(kept -> {
            assertThat(kept.proofs()).isEqualTo(held.proofs());
            assertThat(kept.holders())
                    .containsExactly(new Removal.Holder(Removal.Kind.THREAD, "na\uFFFDme", "in a.B.run", false));
        });

        Removal clean = new Removal(
                held.revision(),
                held.rollout(),
                Removal.Outcome.CLEAN,
                NOON,
                Optional.of(NOON.plusSeconds(90)),
                List.of(),
                List.of());
        ledger.certify(clean);
        Removal another = new Removal(
                held.revision(),
                Optional.empty(),
                Removal.Outcome.CLEAN,
                NOON.plusSeconds(1),
                Optional.of(NOON.plusSeconds(2)),
                List.of(),
                List.of());
        ledger.certify(another);
        assertThat(ledger.removals(rollout)).containsExactly(clean);
        assertThat(ledger.removals(UUID.randomUUID())).isEmpty();
    }

    @Test
    void writesNoRemovalThatIsStillWatched() {
        Removal watched = new Removal(
                Fixtures.links("1.0.0"),
                Optional.empty(),
                Removal.Outcome.WATCHED,
                NOON,
                Optional.empty(),
                List.of(),
                List.of());
        assertThatThrownBy(() -> ledger.certify(watched)).hasMessage("links@1.0.0 is still watched");
    }

    @Test
    void pagesThroughRolloutsNewestFirst() {
        List<Rollout> written = Stream.generate(() -> rollout(Rollout.State.LIVE, Optional.of(NOON), List.of()))
                .limit(5)
                .peek(ledger::write)
                .toList();
        ledger.write(written.get(0));
        assertThat(ledger.rollouts(2, Optional.empty())).containsExactly(written.get(4), written.get(3));
        assertThat(ledger.rollouts(2, Optional.of(written.get(3).id())))
                .containsExactly(written.get(2), written.get(1));
        assertThat(ledger.rollouts(2, Optional.of(UUID.randomUUID()))).isEmpty();
    }

    @Test
    void isEmptyUntilSomethingWentLive() {
        Revision first = add("1.0.0", 10);
        Revision second = add("1.1.0", 11);
        ledger.write(rollout(Rollout.State.RUNNING, Optional.empty(), List.of()));
        assertThat(ledger.isEmpty()).isTrue();

        ledger.writeSwitch(
                rollout(Rollout.State.LIVE, Optional.empty(), List.of()), Optional.of(first), Optional.empty());
        assertThat(ledger.isEmpty()).isFalse();
        assertThat(ledger.live()).containsExactly(new Live(LINKS, first, Optional.empty()));

        ledger.writeSwitch(
                rollout(Rollout.State.LIVE, Optional.empty(), List.of()), Optional.of(second), Optional.of(first));
        assertThat(ledger.live()).containsExactly(new Live(LINKS, second, Optional.of(first)));

        ledger.writeSwitch(
                rollout(Rollout.State.REMOVED, Optional.empty(), List.of()), Optional.empty(), Optional.empty());
        assertThat(ledger.live()).isEmpty();
        assertThat(ledger.isEmpty()).isFalse();
    }

    @Test
    void writesNeitherSwitchNorRolloutWhenOneOfThemCannotBe() {
        Rollout rollout = rollout(Rollout.State.LIVE, Optional.empty(), List.of());
        assertThatThrownBy(() -> ledger.writeSwitch(rollout, Optional.of(Fixtures.links("9.0.0")), Optional.empty()))
                .isInstanceOf(StoreException.class);
        assertThat(ledger.rollout(rollout.id())).isEmpty();
        assertThat(ledger.isEmpty()).isTrue();
    }

    @Test
    void deletesAnyRevisionButTheLiveOne() {
        Revision first = add("1.0.0", 10);
        Revision second = add("1.1.0", 11);
        ledger.writeSwitch(
                rollout(Rollout.State.LIVE, Optional.empty(), List.of()), Optional.of(second), Optional.of(first));
        ledger.delete(first);
        assertThat(ledger.live()).containsExactly(new Live(LINKS, second, Optional.empty()));
        assertThatThrownBy(() -> ledger.delete(second)).isInstanceOf(StoreException.class);
        assertThat(ledger.revisions()).hasSize(1);
    }

    @Test
    void locksAToolOnceOverAllNodes() {
        Ledger other = new PostgresLedger(postgres);
        Ledger.Lock lock = ledger.tryLock(LINKS).orElseThrow();
        assertThat(ledger.tryLock(LINKS)).isEmpty();
        assertThat(other.tryLock(LINKS)).isEmpty();
        assertThat(other.tryLock(new ToolName("qr"))).hasValueSatisfying(Ledger.Lock::close);
        lock.close();
        lock.close();
        Ledger.Lock taken = other.tryLock(LINKS).orElseThrow();
        assertThat(ledger.tryLock(LINKS)).isEmpty();
        taken.close();
    }

    @Test
    void aLockIsFreeWhenItsConnectionDied() {
        Ledger.Lock lost = ledger.tryLock(LINKS).orElseThrow();
        new PostgresDatabase(postgres.pool())
                .query(
                        "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory'"
                                + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
                        row -> row);
        Ledger other = new PostgresLedger(postgres);
        assertThat(other.tryLock(LINKS)).hasValueSatisfying(Ledger.Lock::close);
        assertThat(ledger.tryLock(LINKS)).isEmpty();
        lost.close();
        assertThat(ledger.tryLock(LINKS)).hasValueSatisfying(Ledger.Lock::close);
    }

    @Test
    void dividesTheTrafficOfATool() {
        Revision first = add("1.0.0", 10);
        Revision second = add("1.1.0", 11);
        Revision third = add("1.2.0", 12);
        ledger.writeSwitch(
                rollout(Rollout.State.LIVE, Optional.empty(), List.of()), Optional.of(first), Optional.empty());
        assertThat(weights()).containsExactly("1.0.0=100", "1.1.0=0", "1.2.0=0");
        ledger.writeTraffic(LINKS, Map.of(first, 50, second, 30, third, 20), ADA, Optional.empty());
        ledger.mark(second, RevisionState.CANARY, Optional.empty());
        assertThat(weights()).containsExactly("1.0.0=50", "1.1.0=30", "1.2.0=20");
        assertThat(ledger.find(LINKS, second.version()).map(Ledger.Entry::state))
                .contains(RevisionState.CANARY);
        ledger.writeTraffic(LINKS, Map.of(second, 100), ADA, Optional.empty());
        assertThat(weights()).containsExactly("1.0.0=0", "1.1.0=100", "1.2.0=0");
        ledger.writeSwitch(
                rollout(Rollout.State.LIVE, Optional.empty(), List.of()), Optional.of(third), Optional.of(first));
        assertThat(weights()).containsExactly("1.0.0=0", "1.1.0=0", "1.2.0=100");
    }

    private List<String> weights() {
        return new PostgresDatabase(postgres.pool())
                .query(
                        "SELECT version, weight FROM revisions ORDER BY version",
                        row -> row.string("version") + "=" + row.number("weight"));
    }

    private Revision add(String version, int size) {
        Revision revision = revision(LINKS, version, size);
        ledger.add(revision, jar(size), List.of("/l"));
        return revision;
    }

    private Revision revision(ToolName tool, String version, int size) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes(size));
            return new Revision(tool, Version.parse(version), HexFormat.of().formatHex(digest));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private Path jar(int size) {
        try {
            return Files.write(folder.resolve("jar-" + size), bytes(size));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static Rollout rollout(Rollout.State state, Optional<Instant> endedAt, List<Step> steps) {
        return new Rollout(
                UUID.randomUUID(),
                Rollout.Kind.DEPLOY,
                LINKS,
                Optional.empty(),
                Optional.of(Version.parse("1.0.0")),
                state,
                steps,
                Optional.empty(),
                Optional.empty(),
                new Actor("ada", "127.0.0.1"),
                NOON,
                endedAt);
    }
}
