package io.stacksy.store.postgres;

import static io.stacksy.store.postgres.Fixtures.LINKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stacksy.deploy.Actor;
import io.stacksy.deploy.Revision;
import io.stacksy.deploy.RevisionState;
import io.stacksy.deploy.Rollout;
import io.stacksy.deploy.Rollout.Kind;
import io.stacksy.deploy.Rollout.State;
import io.stacksy.deploy.RolloutException.Reason;
import io.stacksy.deploy.Version;
import io.stacksy.store.AuditLine;
import io.stacksy.store.AuditTrail;
import io.stacksy.store.AuditTrail.Filter;
import io.stacksy.store.Ledger;
import io.stacksy.store.StoreException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresServer.class)
class PostgresAuditTrailTest {
    private static final Actor ADA = new Actor("ada", "192.0.2.7");
    private static final Actor RECOVERY = Actor.node("recovery after restart");
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
    private static final UUID ID = new UUID(0, 1);

    private Postgres postgres;
    private Ledger ledger;
    private AuditTrail trail;

    @BeforeEach
    void open(PostgresServer.Running server) throws SQLException {
        postgres = new Postgres(server.freshDatabase(), 3);
        ledger = new PostgresLedger(postgres);
        trail = new PostgresAuditTrail(postgres);
    }

    @AfterEach
    void close() {
        postgres.close();
    }

    @Test
    void tellsOfADeploymentByItsBeginningAndItsSwitch() {
        Revision next = known("1.1.0");
        ledger.write(rollout(State.RUNNING, "1.0.0", "1.1.0"));
        ledger.write(rollout(State.RUNNING, "1.0.0", "1.1.0"));
        ledger.writeSwitch(rollout(State.LIVE, "1.0.0", "1.1.0"), Optional.of(next), Optional.empty());
        ledger.write(rollout(State.LIVE, "1.0.0", "1.1.0"));
        assertThat(told())
                .containsExactly(
                        "ada 192.0.2.7 rollout.started links@1.1.0 ok", "ada 192.0.2.7 tool.switched links@1.1.0 ok");
        assertThat(lines().get(0).details())
                .isEqualTo(Map.of("tool", "links", "rollout", ID.toString(), "kind", "deploy", "to", "1.1.0"));
    }

    @Test
    void namesTheRevisionThatLostTheTraffic() {
        serve("1.0.0");
        ledger.writeSwitch(rollout(State.LIVE, "1.0.0", "1.1.0"), Optional.of(known("1.1.0")), Optional.empty());
        assertThat(lines().get(0).details()).containsEntry("from", "1.0.0").containsEntry("to", "1.1.0");
    }

    @Test
    void tellsOfASwitchThatWasTakenBackUnlessItWasNeverWritten() {
        Revision first = serve("1.0.0");
        int before = told().size();
        Rollout running = rollout(State.RUNNING, "1.0.0", "1.1.0");
        Actor by = Actor.node("switch taken back");
        ledger.write(running);
        ledger.writeSwitch(running, by, Optional.of(first), Optional.empty());
        assertThat(told()).hasSize(before + 1);
        ledger.writeSwitch(rollout(State.LIVE, "1.0.0", "1.1.0"), Optional.of(known("1.1.0")), Optional.of(first));
        ledger.writeSwitch(running, by, Optional.of(first), Optional.empty());
        assertThat(told())
                .endsWith("ada 192.0.2.7 tool.switched links@1.1.0 ok", "node local tool.switched links@1.0.0 ok");
        assertThat(lines().get(0).details())
                .containsEntry("rule", "switch taken back")
                .containsEntry("from", "1.1.0");
    }

    @Test
    void tellsOnceHowTheTrafficIsDivided() {
        Revision first = serve("1.0.0");
        Map<Revision, Integer> weights = Map.of(first, 90, known("1.1.0"), 10);
        ledger.writeTraffic(LINKS, weights, ADA, Optional.of(ID));
        ledger.writeTraffic(LINKS, weights, ADA, Optional.of(ID));
        assertThat(told()).last().isEqualTo("ada 192.0.2.7 traffic.changed links ok");
        assertThat(told()).filteredOn(line -> line.contains("traffic")).hasSize(1);
        assertThat(lines().get(0).details())
                .isEqualTo(Map.of("tool", "links", "rollout", ID.toString(), "weights", "1.1.0=10 1.0.0=90"));
        ledger.writeTraffic(LINKS, Map.of(first, 100), RECOVERY, Optional.empty());
        assertThat(lines().get(0).details())
                .isEqualTo(Map.of("tool", "links", "rule", "recovery after restart", "weights", "1.0.0=100"));
    }

    @Test
    void tellsOfAFailureOnceAndByItsKindAlone() {
        ledger.write(rollout(State.RUNNING, "1.0.0", "1.1.0"));
        Rollout failed = ended(State.ROLLED_BACK, "the tool said: password hunter2", Reason.START_FAILED);
        ledger.write(failed, RECOVERY);
        ledger.write(failed, RECOVERY);
        assertThat(told())
                .endsWith("node local rollout.failed links@1.1.0 failed")
                .hasSize(2);
        assertThat(lines().get(0).details())
                .containsEntry("reason", "start_failed")
                .containsEntry("rule", "recovery after restart");
        assertThat(lines().toString()).doesNotContain("hunter2");
    }

    @Test
    void tellsOfOtherEnds() {
        ledger.write(ended(State.NOTHING_TO_DO, "it is live already", null));
        assertThat(told()).containsExactly("ada 192.0.2.7 rollout.unchanged links@1.1.0 ok");
        Rollout aborted = ended(State.ABORTED, "enough", null);
        ledger.write(aborted);
        assertThat(told()).last().isEqualTo("ada 192.0.2.7 rollout.aborted links@1.1.0 ok");
    }

    @Test
    void tellsOfTheRemovalOfATool() {
        serve("1.0.0");
        ledger.writeSwitch(removal("1.0.0"), Optional.empty(), Optional.empty());
        ledger.writeSwitch(removal("1.0.0"), Optional.empty(), Optional.empty());
        assertThat(told()).containsExactly("ada 192.0.2.7 tool.removed links ok");
        assertThat(lines().get(0).details()).containsEntry("from", "1.0.0").doesNotContainKey("to");
    }

    @Test
    void tellsOfTheRemovalOfAToolThatNeverServed() {
        ledger.writeSwitch(removal(null), Optional.empty(), Optional.empty());
        assertThat(told()).containsExactly("ada 192.0.2.7 tool.removed links ok");
    }

    @Test
    void tellsOfTheRemovalOfOneRevision() {
        Revision live = serve("1.1.0");
        ledger.writeSwitch(removal("1.0.0"), Optional.of(live), Optional.empty());
        assertThat(told()).last().isEqualTo("ada 192.0.2.7 revision.removed links@1.0.0 ok");
    }

    @Test
    void tellsOfARetirementOnceWithItsRuleAndRollout() {
        Revision revision = known("1.0.0");
        Actor by = Actor.node("rollback window over");
        ledger.retire(revision, by, Optional.of(ID), Optional.empty());
        ledger.retire(revision, by, Optional.of(ID), Optional.empty());
        assertThat(told()).containsExactly("node local revision.retired links@1.0.0 ok");
        assertThat(lines().get(0).details())
                .isEqualTo(Map.of("tool", "links", "rollout", ID.toString(), "rule", "rollback window over"));
        assertThat(ledger.find(LINKS, revision.version()).map(Ledger.Entry::state))
                .contains(RevisionState.RETIRED);
    }

    @Test
    void changesNothingWithoutItsLine() {
        Revision first = serve("1.0.0");
        Revision second = known("1.1.0");
        int before = told().size();
        database().update("ALTER TABLE audit ADD CONSTRAINT no_room CHECK (false) NOT VALID");
        assertRefused(() -> ledger.write(rollout(State.RUNNING, "1.0.0", "1.1.0")));
        assertRefused(() ->
                ledger.writeSwitch(rollout(State.LIVE, "1.0.0", "1.1.0"), Optional.of(second), Optional.of(first)));
        assertRefused(() -> ledger.writeSwitch(removal("1.0.0"), Optional.empty(), Optional.empty()));
        assertRefused(() -> ledger.retire(first, RECOVERY, Optional.empty(), Optional.empty()));
        assertThat(ledger.live()).extracting(Ledger.Live::revision).containsExactly(first);
        assertThat(ledger.rollout(ID)).isEmpty();
        assertThat(ledger.find(LINKS, first.version()).map(Ledger.Entry::state)).contains(RevisionState.STAGED);
        assertThat(told()).hasSize(before);
    }

    @Test
    void keepsTheRuleThatARolloutWasBegunBy() {
        Actor drop = Actor.node("drop folder");
        Rollout begun = rollout(State.RUNNING, "1.0.0", "1.1.0", drop);
        ledger.write(begun);
        assertThat(ledger.rollout(ID)).contains(begun);
        assertThat(lines().get(0).details()).containsEntry("rule", "drop folder");
    }

    @Test
    void pagesThroughLinesNewestFirstAndByWhatIsAsked() {
        String insert = "INSERT INTO audit (actor, address, action, target, result, details)"
                + " VALUES (?, NULL, ?, NULL, 'ok', CAST(? AS jsonb))";
        database().update(insert, "ada", "user.create", "{\"roles\": [\"user\", \"admin\"], \"enabled\": true}");
        database().update(insert, "bob", "tool.switched", "{\"tool\": \"links\"}");
        database().update(insert, "bob", "login", "{\"rule\": null}");
        List<AuditLine> first = trail.lines(Filter.ALL, 2, OptionalLong.empty());
        assertThat(first).extracting(AuditLine::action).containsExactly("login", "tool.switched");
        assertThat(first.get(0).details()).containsEntry("rule", "");
        List<AuditLine> rest =
                trail.lines(Filter.ALL, 2, OptionalLong.of(first.get(1).id()));
        assertThat(rest).extracting(AuditLine::action).containsExactly("user.create");
        assertThat(rest.get(0).details()).isEqualTo(Map.of("enabled", "true", "roles", "admin, user"));
        assertThat(rest.get(0).address()).isEmpty();
        assertThat(asked(Optional.of("links"), Optional.empty(), Optional.empty()))
                .containsExactly("tool.switched");
        assertThat(asked(Optional.empty(), Optional.of("bob"), Optional.of("login")))
                .containsExactly("login");
        assertThat(asked(Optional.of("links"), Optional.of("ada"), Optional.empty()))
                .isEmpty();
    }

    private List<String> asked(Optional<String> tool, Optional<String> actor, Optional<String> action) {
        return trail.lines(new Filter(tool, actor, action), 10, OptionalLong.empty()).stream()
                .map(AuditLine::action)
                .toList();
    }

    private static void assertRefused(Runnable change) {
        assertThatThrownBy(change::run).isInstanceOf(StoreException.class);
    }

    private List<AuditLine> lines() {
        return trail.lines(Filter.ALL, 100, OptionalLong.empty());
    }

    /** The lines, oldest first. */
    private List<String> told() {
        return database()
                .query(
                        "SELECT concat_ws(' ', actor, address, action, target, result) AS line FROM audit ORDER BY id",
                        row -> row.string("line"));
    }

    private PostgresDatabase database() {
        return new PostgresDatabase(postgres.pool());
    }

    private Revision serve(String version) {
        Revision revision = known(version);
        database().update("INSERT INTO tools VALUES ('links', ?, ?)", version, revision.sha256());
        return revision;
    }

    private Revision known(String version) {
        Revision revision = Fixtures.links(version);
        database()
                .update(
                        "INSERT INTO revisions (tool, version, sha256, blob, state) VALUES ('links', ?, ?, '', 'staged')",
                        version,
                        revision.sha256());
        return revision;
    }

    private static Rollout removal(@Nullable String from) {
        return rollout(Kind.REMOVE, State.REMOVED, from, null, ADA, null, null);
    }

    private static Rollout rollout(State state, @Nullable String from, String to) {
        return rollout(state, from, to, ADA);
    }

    private static Rollout rollout(State state, @Nullable String from, String to, Actor by) {
        return rollout(Kind.DEPLOY, state, from, to, by, null, null);
    }

    private static Rollout ended(State state, String reason, @Nullable Reason cause) {
        return rollout(Kind.DEPLOY, state, "1.0.0", "1.1.0", ADA, reason, cause);
    }

    private static Rollout rollout(
            Kind kind,
            State state,
            @Nullable String from,
            @Nullable String to,
            Actor by,
            @Nullable String reason,
            @Nullable Reason cause) {
        return new Rollout(
                ID,
                kind,
                LINKS,
                Optional.ofNullable(from).map(Version::parse),
                Optional.ofNullable(to).map(Version::parse),
                state,
                List.of(),
                Optional.ofNullable(reason),
                Optional.ofNullable(cause),
                by,
                NOON,
                reason == null ? Optional.empty() : Optional.of(NOON));
    }
}
