package io.stacksy.deployer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stacksy.deploy.Plan;
import io.stacksy.deploy.Plan.Change;
import io.stacksy.deploy.Plan.Change.Kind;
import io.stacksy.deploy.Plan.Obstacle;
import io.stacksy.deploy.Rollout;
import io.stacksy.deploy.Rollout.State;
import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.RolloutException.Reason;
import io.stacksy.deploy.Submission;
import io.stacksy.deploy.ToolName;
import io.stacksy.deploy.Version;
import io.stacksy.store.CallRecords.Calls;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanningTest {
    private static final ToolName ECHO = new ToolName("echo");
    private static final String V1 = "CREATE TABLE echoes (text text, title text)";
    private static final String V2 = "ALTER TABLE echoes DROP COLUMN title";

    private final Path folder;
    private final TestNode node;

    PlanningTest(@TempDir Path folder) {
        this.folder = folder;
        this.node = new TestNode(folder);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void saysWhichVersionItShouldBeAndWhoIsAffected() {
        node.deployEcho("1.1.0");
        node.changes.add(new Change(Kind.REMOVED, "GET", "/api/echo/{code}/stats", "is removed", true));
        node.changes.add(new Change(Kind.ADDED, "GET", "/api/echo", "is added", false));
        node.calls.add(List.of(
                new Calls("echo", "GET", "/{id: [a-z]{3}}/stats", "ann", 40_000),
                new Calls("echo", "GET", "/{code}/stats", "anonymous", 1_200),
                new Calls("echo", "GET", "/", "ben", 7),
                new Calls("echo", "POST", "/{code}/stats", "ben", 9)));
        Plan plan = plan(node.echo("1.2.0"));
        assertThat(plan.verdict().orElseThrow().detail())
                .isEqualTo("1.2.0 should be 2.0.0 because GET /api/echo/{code}/stats is removed");
        assertThat(plan.affected())
                .hasToString("[2 clients called GET /api/echo/{code}/stats 41,200 times in 14 days: ann (40,000),"
                        + " anonymous (1,200)]");
        assertThat(plan.rollback().possible()).isTrue();
        assertThat(plan.surroundings().imports()).isNotEmpty();
    }

    @Test
    void refusesADestructiveMigrationWhileAnotherRevisionServes() {
        node.deploy(jar("1.0.0", V1));
        Path jar = jar("2.0.0", V1, V2);
        Plan plan = plan(jar);
        assertThat(plan.migrations())
                .containsExactly(
                        new Plan.Migration("V2__x.sql", true, List.of("drops the column title of the table echoes")));
        assertThat(plan.rollback())
                .isEqualTo(new Plan.Rollback(
                        false,
                        "echo@1.0.0 cannot be rolled back to: V2__x.sql drops the column title of the table echoes"));
        assertThat(plan.obstacles()).extracting(Obstacle::reason).containsExactly(Reason.DATA_LOSS);
        assertThat(plan.obstacles().get(0).detail()).contains("split it in two");
        refused(Reason.DATA_LOSS, () -> node.deploy(jar));
        assertThat(node.liveVersion()).contains("1.0.0");
        assertThat(node.migrated).hasSize(1);
    }

    @Test
    void runsADestructiveMigrationWhereNothingServesOrItIsMeant() {
        assertThat(node.deploy(jar("1.0.0", "DROP TABLE IF EXISTS old")).state())
                .isEqualTo(State.LIVE);
        assertThat(accepting(jar("2.0.0", "DROP TABLE IF EXISTS old", V1, V2 + "; DROP VIEW v"))
                        .state())
                .isEqualTo(State.LIVE);
        assertThat(node.ledger.losses(ECHO))
                .extracting(loss -> loss.script() + " " + loss.detail())
                .containsExactly("V1__x.sql drops the table old", "V3__x.sql drops the view v");
    }

    @Test
    void rollsBackOverALossOnlyWhereThatIsMeant() {
        node.deploy(jar("1.0.0", V1));
        accepting(jar("2.0.0", V1, V2));
        node.deploy(jar("2.1.0", V1, V2));
        assertThat(node.ended(node.core.rollouts().rollBack(ECHO, Optional.empty(), TestNode.ANN))
                        .state())
                .isEqualTo(State.LIVE);
        Optional<Version> first = Optional.of(Version.parse("1.0.0"));
        assertThatThrownBy(() -> node.core.rollouts().rollBack(ECHO, first, TestNode.ANN))
                .isInstanceOfSatisfying(
                        RolloutException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DATA_LOSS))
                .hasMessageContaining("echo@1.0.0 cannot be rolled back to, as it lives on what is gone since then:"
                        + " V2__x.sql drops the column title of the table echoes");
        assertThat(node.liveVersion()).contains("2.0.0");
        Rollout meant = node.ended(node.core.rollouts().rollBack(ECHO, first, true, TestNode.ANN));
        assertThat(meant.state()).isEqualTo(State.LIVE);
        assertThat(node.liveVersion()).contains("1.0.0");
    }

    @Test
    void forgetsALossThatDidNotHappen() {
        node.deploy(jar("1.0.0", V1));
        node.brokenSchema = true;
        assertThat(accepting(jar("2.0.0", V1, V2)).cause()).contains(Reason.MIGRATION_FAILED);
        assertThat(node.ledger.losses(ECHO)).isEmpty();
    }

    @Test
    void carriesOutThePlanThatItIsHeldTo() {
        node.deployEcho("1.0.0");
        Path jar = node.echo("1.1.0");
        String hash = plan(jar).hash();
        assertThat(plan(jar).hash()).isEqualTo(hash);
        assertThat(node.ended(node.core.rollouts().deploy(held(jar, hash), TestNode.ANN))
                        .state())
                .isEqualTo(State.LIVE);
    }

    @Test
    void refusesToCarryOutAPlanThatIsOutdated() {
        node.deployEcho("1.0.0");
        Path jar = node.echo("1.2.0");
        String hash = plan(jar).hash();
        node.deployEcho("1.1.0");
        assertThat(plan(jar).hash()).isNotEqualTo(hash);
        refused(Reason.PLAN_OUTDATED, () -> node.core.rollouts().deploy(held(jar, hash), TestNode.ANN));
        assertThat(node.core.planning().plan(held(jar, hash)).obstacles())
                .extracting(Obstacle::reason)
                .containsExactly(Reason.PLAN_OUTDATED);
        assertThat(node.liveVersion()).contains("1.1.0");
    }

    @Test
    void namesOtherBundlesThatWouldBeTouched() {
        node.deployEcho("1.0.0");
        node.bundles.dependents.add("org.example.other@1.0.0");
        assertThat(plan(node.echo("1.1.0")).obstacles())
                .extracting(Obstacle::detail)
                .singleElement()
                .asString()
                .contains("would touch other bundles than its own: org.example.other@1.0.0");
    }

    @Test
    void judgesVersionsAsSemanticVersioningDoes() {
        Change breaking = new Change(Kind.CHANGED, "GET", "/a", "no longer answers 200", true);
        Change added = new Change(Kind.ADDED, "GET", "/b", "is added", false);
        Change noted = new Change(Kind.CHANGED, "GET", "/c", "has more", false);
        assertThat(verdict("1.1.0", "1.1.1")).isEqualTo("1.1.1 fits: nothing changes for callers");
        assertThat(verdict("1.1.0", "2.0.0", breaking)).isEqualTo("2.0.0 fits: GET /a no longer answers 200");
        assertThat(verdict("1.1.0", "1.1.1", added)).isEqualTo("1.1.1 should be 1.2.0 because GET /b is added");
        assertThat(verdict("1.1.0", "1.1.1", noted)).isEqualTo("1.1.1 should be 1.2.0 because GET /c has more");
        assertThat(verdict("0.1.0", "0.1.1", breaking)).startsWith("0.1.1 should be 0.2.0 because");
        assertThat(verdict("0.1.0", "0.1.1", added)).isEqualTo("0.1.1 fits: GET /b is added");
        assertThat(verdict("1.0.0", "1.1.0", breaking, breaking))
                .endsWith("answers 200 and GET /a no longer answers 200");
        assertThat(verdict("1.0.0", "1.1.0", breaking, breaking, breaking)).endsWith(", and 2 changes more");
    }

    private static String verdict(String from, String to, Change... changes) {
        return Versioning.judge(Version.parse(from), Version.parse(to), List.of(changes))
                .detail();
    }

    private Plan plan(Path jar) {
        return node.core.planning().plan(Submission.of(jar));
    }

    private Rollout accepting(Path jar) {
        return node.ended(node.core
                .rollouts()
                .deploy(
                        new Submission(jar, Optional.empty(), false, true, Optional.empty(), Optional.empty()),
                        TestNode.ANN));
    }

    private static Submission held(Path jar, String hash) {
        return new Submission(jar, Optional.empty(), false, false, Optional.of(hash), Optional.empty());
    }

    private Path jar(String version, String... scripts) {
        Jars jar = Jars.bundle("org.example.echo", version);
        for (int i = 0; i < scripts.length; i++) {
            jar.entry("db/migration/V" + (i + 1) + "__x.sql", scripts[i]);
        }
        return jar.in(folder);
    }

    private static void refused(Reason reason, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(RolloutException.class, e -> assertThat(e.reason())
                .isEqualTo(reason));
    }
}
