package io.stacksy.admin.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.admin.rest.InProcess.Answer;
import io.stacksy.admin.rest.InProcess.Pending;
import io.stacksy.deploy.Rollout;
import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.RolloutException.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToolsResourceTest {
    private static final String DIGEST_OF_JAR = "sha-256=:AWPx7qeJQ1AGBiTTFSNNQMUIqyUboSFxTiNFAwRfqt0=:";
    private static final Map<String, String> JAR = Map.of("Content-Type", "application/java-archive");

    private final InProcess node = new InProcess();

    @Test
    void listsToolsInPages() {
        node.deployments.tools.add(FakeDeployments.tool("links"));
        node.deployments.tools.add(FakeDeployments.tool("paste"));
        node.deployments.tools.add(FakeDeployments.tool("qr"));

        Answer first = node.get("admin/tools?limit=2");
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.json().at("/items")).hasSize(2);
        assertThat(first.text("/next_cursor")).isEqualTo("paste");

        Answer last = node.get("admin/tools?limit=2&cursor=paste");
        assertThat(last.text("/items/0/name")).isEqualTo("qr");
        assertThat(last.json().at("/next_cursor").isNull()).isTrue();
    }

    @Test
    void showsAToolInTheShapeOfTheContract() {
        String load = "{\"requests_per_second\":12.346,\"errors_per_second\":0.0,\"cpu_share\":0.25,"
                + "\"allocated_bytes_per_second\":1000,\"threads\":2,\"connections\":1,\"database_share\":0.5}";
        node.deployments.tools.add(FakeDeployments.tool("links"));

        Answer answer = node.get("admin/tools/links");
        assertThat(answer.json().toString())
                .isEqualTo("{\"name\":\"links\",\"live\":\"1.0.0\",\"revisions\":[{\"version\":\"1.0.0\",\"sha256\":\""
                        + FakeDeployments.SHA256
                        + "\",\"state\":\"live\",\"weight\":100,\"routes\":[\"GET /api/links/{code}\"],"
                        + "\"permissions\":[\"links:read\"],"
                        + "\"since\":\"2026-11-01T12:00:00Z\",\"in_flight\":3,\"reason\":null,\"unreclaimed\":false,"
                        + "\"removal\":{\"revision\":\"1.0.0\",\"rollout\":\"11111111-2222-3333-4444-555555555555\","
                        + "\"outcome\":\"mended\",\"begun_at\":\"2026-11-01T12:00:00Z\","
                        + "\"ended_at\":\"2026-11-01T12:00:01.500Z\",\"took_millis\":1500,\"proofs\":[{\"subject\":"
                        + "\"class_loader\",\"given\":true,\"detail\":\"collected after 1 collection\"}],"
                        + "\"holders\":[{\"kind\":\"thread_local\",\"name\":\"qtp-1\",\"detail\":\"a Thing\","
                        + "\"mended\":true}]},\"load\":" + load
                        + ",\"troubles\":[{\"kind\":\"hanging\",\"since\":\"2026-11-01T12:00:00Z\","
                        + "\"detail\":\"2 requests\"}],\"quarantine\":{\"since\":\"2026-11-01T12:00:00Z\","
                        + "\"reason\":\"3 times in trouble\"}}],"
                        + "\"aliases\":[\"/l\"],\"health\":\"up\",\"load\":" + load + "}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin/tools/links", "admin/tools/Not%20a%20name"})
    void saysThatThereIsNoSuchTool(String path) {
        assertThat(node.get(path).status()).isEqualTo(404);
    }

    @Test
    void deploysTheBytesThatWereSentAndKeepsNoFile() {
        Answer answer = node.postJar("admin/tools", "jar");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.header("Location"))
                .isEqualTo("http://node:8080/admin/rollouts/11111111-2222-3333-4444-555555555555");
        assertThat(answer.text("/state")).isEqualTo("running");
        assertThat(answer.text("/started_by")).isEqualTo("admin");
        assertThat(answer.text("/steps/0/started_at")).isEqualTo("2026-11-01T12:00:00Z");
        assertThat(node.deployments.calls).containsExactly("deploy jar by admin at 192.0.2.1");
        assertThat(node.deployments.files).singleElement().satisfies(ToolsResourceTest::isGone);
    }

    @Test
    void keepsNoFileOfARefusedJar() {
        node.deployments.refusal = RolloutException.because(Reason.BAD_ARTIFACT, "not a zip");

        assertThat(node.postJar("admin/tools", "jar").status()).isEqualTo(422);
        assertThat(node.deployments.files).singleElement().satisfies(ToolsResourceTest::isGone);
    }

    private static void isGone(Path file) {
        assertThat(file).doesNotExist();
    }

    @Test
    void plansWithoutDeploying() {
        Answer answer = node.postJar("admin/tools?dry_run=true&wait=true", "jar");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(node.deployments.calls).containsExactly("plan jar");
        assertThat(answer.text("/tool")).isEqualTo("links");
        assertThat(answer.text("/from")).isEqualTo("1.0.0");
        assertThat(answer.text("/to")).isEqualTo("1.1.0");
        assertThat(answer.json().at("/nothing_to_do").asBoolean(true)).isFalse();
        assertThat(answer.text("/obstacles/0/cause")).isEqualTo("alias_taken");
        assertThat(answer.text("/plan")).isEqualTo("0123456789abcdef");
        assertThat(answer.text("/changes/0/operation")).isEqualTo("GET /api/links/{code}/stats");
        assertThat(answer.json().at("/breaking").asBoolean(false)).isTrue();
        assertThat(answer.text("/new_permissions/0")).isEqualTo("links:admin");
        assertThat(answer.text("/verdict/least")).isEqualTo("2.0.0");
        assertThat(answer.text("/affected/0/detail"))
                .isEqualTo("3 clients called GET /api/links/{code}/stats 41,200 times in 14 days: ann (40,000)"
                        + " and others");
        assertThat(answer.text("/aliases_removed/0")).isEqualTo("/k");
        assertThat(answer.text("/migrations/0/effect")).isEqualTo("destructive");
        assertThat(answer.json().at("/rollback/possible").asBoolean(true)).isFalse();
        assertThat(answer.json().at("/refused_calls"))
                .hasToString("[{\"type\":\"org.example.Links\",\"method\":\"stop\",\"call\":\"System.exit\"}]");
        assertThat(answer.json().at("/signature"))
                .hasToString("{\"state\":\"signed\",\"key_id\":\"ann\",\"detail\":\"signed with the key 'ann'\"}");
    }

    @Test
    void handsOnTheSignatureAndTheWishToGoBack() {
        Map<String, String> signed =
                Map.of("Content-Type", "application/java-archive", "Stacksy-Signature", "ann:AAAA");
        node.ask("POST", "admin/tools?downgrade=true", signed, "jar").answer();
        node.ask("POST", "admin/tools?dry_run=true", signed, "jar").answer();

        assertThat(node.deployments.calls)
                .containsExactly(
                        "deploy jar signed ann:AAAA downgrading by admin at 192.0.2.1", "plan jar signed ann:AAAA");
    }

    @Test
    void handsOnThePlanAndThatALossIsMeant() {
        node.postJar("admin/tools?accept_data_loss=true&plan=0123456789abcdef", "jar");
        node.ask("POST", "admin/tools/links/rollback?accept_data_loss=true", Map.of(), "")
                .answer();
        assertThat(node.deployments.calls)
                .containsExactly(
                        "deploy jar losing as planned 0123456789abcdef by admin at 192.0.2.1",
                        "roll back links to the one before losing by admin at 192.0.2.1");
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"DATA_LOSS", "PLAN_OUTDATED"})
    void saysThatALossOrAnOldPlanIsAConflict(Reason reason) {
        node.deployments.refusal = RolloutException.because(reason, "not so");
        assertThat(node.postJar("admin/tools", "jar").status()).isEqualTo(409);
    }

    @Test
    void saysThatATrustlessJarIsForbidden() {
        node.deployments.refusal = RolloutException.because(Reason.NOT_TRUSTED, "not trusted: it is not signed");

        Answer answer = node.postJar("admin/tools", "jar");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text("/cause")).isEqualTo("not_trusted");
        assertThat(answer.text("/detail")).isEqualTo("not trusted: it is not signed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dryrun=true", "canary=ten", "dry_run=yes", "wait=1", "downgrade=maybe"})
    void doesNotDeployWhenItDoesNotUnderstandHow(String query) {
        assertThat(node.postJar("admin/tools?" + query, "jar").status()).isEqualTo(422);
        assertThat(node.deployments.calls).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/octet-stream", "*/*"})
    void saysWhatToSendInPlaceOfAnotherType(String type) {
        Answer answer = node.ask("POST", "admin/tools", Map.of("Content-Type", type), "jar")
                .answer();

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.text("/detail")).contains("application/java-archive");
    }

    @Test
    void takesABodyThatMatchesItsDigest() {
        assertThat(deployWithDigest(DIGEST_OF_JAR).status()).isEqualTo(202);
        assertThat(deployWithDigest("md5=:AAAA:").status()).isEqualTo(202);
    }

    @Test
    void refusesABodyThatDoesNotMatchItsDigest() {
        Answer answer = deployWithDigest(DIGEST_OF_JAR.replace("AWP", "AAA"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(node.deployments.calls).isEmpty();
    }

    private Answer deployWithDigest(String digest) {
        return node.ask(
                        "POST",
                        "admin/tools",
                        Map.of("Content-Type", "application/java-archive", "Content-Digest", digest),
                        "jar")
                .answer();
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void answersEveryRefusalAsAProblem(Reason reason) {
        node.deployments.refusal = RolloutException.because(reason, "it cannot be");

        Answer answer = node.postJar("admin/tools?wait=true", "jar");
        assertThat(answer.status())
                .isBetween(403, 503)
                .isEqualTo(answer.json().at("/status").asInt());
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.text("/detail")).isEqualTo("it cannot be");
        assertThat(answer.text("/instance")).isEqualTo("/admin/tools");
        assertThat(answer.text("/request_id")).isEqualTo("req-1");
        assertThat(answer.json().at("/rollout").isNull()).isTrue();
        if (answer.status() == 503 || reason == Reason.BUSY) {
            assertThat(answer.header("Retry-After")).containsOnlyDigits();
        }
    }

    @ParameterizedTest
    @CsvSource({"DEPLOY, LIVE, 201", "DEPLOY, NOTHING_TO_DO, 200", "ROLLBACK, LIVE, 200", "REMOVE, REMOVED, 200"})
    void answersOnceItIsDecidedWhenAskedToWait(Rollout.Kind kind, Rollout.State state, int status) {
        node.deployments.begins = FakeDeployments.rollout(kind, Rollout.State.RUNNING);
        Pending pending = node.ask("POST", "admin/tools?wait=true", JAR, "jar");
        assertThat(pending.response()).isNotDone();

        node.deployments.tell(FakeDeployments.with(node.deployments.begins, state, null, false));

        assertThat(pending.answer().status()).isEqualTo(status);
        assertThat(pending.answer().text("/kind")).isEqualTo(kind.label());
        assertThat(node.deployments.observers).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"FAILED, 502", "ROLLED_BACK, 502", "ABORTED, 409"})
    void answersAFailedRolloutAsAProblemThatCarriesIt(Rollout.State state, int status) {
        Pending pending = node.ask("POST", "admin/tools?wait=true", JAR, "jar");

        node.deployments.tell(FakeDeployments.with(node.deployments.begins, state, "links@1.1.0 was not ready", true));

        Answer answer = pending.answer();
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text("/detail")).isEqualTo("links@1.1.0 was not ready");
        assertThat(answer.text("/rollout/state")).isEqualTo(state.label());
        assertThat(answer.text("/rollout/cause")).isEqualTo("not_ready");
    }

    @Test
    void answersAtOnceWhenThereIsNothingToWaitFor() {
        node.deployments.begins = FakeDeployments.rollout(Rollout.Kind.DEPLOY, Rollout.State.NOTHING_TO_DO);

        assertThat(node.postJar("admin/tools?wait=true", "jar").status()).isEqualTo(200);
        assertThat(node.deployments.observers).isEmpty();
    }

    @Test
    void sendsWhoeverWaitedLongEnoughToTheRollout() {
        InProcess impatient = new InProcess(Duration.ofMillis(20));

        Answer answer = impatient.postJar("admin/tools?wait", "jar");
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.header("Location")).endsWith(answer.text("/id"));
        assertThat(impatient.deployments.observers).isEmpty();
    }

    @Test
    void rollsBackToTheOneBeforeOrToTheOneThatIsNamed() {
        assertThat(node.postJson("admin/tools/links/rollback", "").status()).isEqualTo(202);
        assertThat(node.postJson("admin/tools/links/rollback", "{}").status()).isEqualTo(202);
        assertThat(node.postJson("admin/tools/links/rollback", "{\"to\":\"1.0\"}")
                        .status())
                .isEqualTo(202);

        assertThat(node.deployments.calls)
                .containsExactly(
                        "roll back links to the one before by admin at 192.0.2.1",
                        "roll back links to the one before by admin at 192.0.2.1",
                        "roll back links to 1.0.0 by admin at 192.0.2.1");
    }

    @Test
    void refusesToRollBackToWhatIsNoVersion() {
        Answer answer = node.postJson("admin/tools/links/rollback", "{\"to\":\"latest\"}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text("/errors/0/field")).isEqualTo("to");
        assertThat(node.deployments.calls).isEmpty();
    }

    @Test
    void removesAToolOrOneRevision() {
        assertThat(node.delete("admin/tools/links").status()).isEqualTo(202);
        assertThat(node.delete("admin/tools/links/revisions/1.0.0").status()).isEqualTo(202);
        assertThat(node.delete("admin/tools/links/revisions/first").status()).isEqualTo(404);

        assertThat(node.deployments.calls)
                .containsExactly("remove links by admin at 192.0.2.1", "remove links@1.0.0 by admin at 192.0.2.1");
    }
}
