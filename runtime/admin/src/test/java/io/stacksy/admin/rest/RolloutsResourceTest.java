package io.stacksy.admin.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.admin.rest.InProcess.Answer;
import io.stacksy.deploy.Rollout;
import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.RolloutException.Reason;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RolloutsResourceTest {
    private static final Rollout RUNNING = FakeDeployments.rollout(Rollout.Kind.DEPLOY, Rollout.State.RUNNING);

    private final InProcess node = new InProcess();

    @Test
    void listsRolloutsInPages() {
        for (int i = 0; i < 3; i++) {
            node.deployments.rollouts.add(withId(RUNNING, new UUID(0, i)));
        }

        Answer first = node.get("admin/rollouts?limit=2");
        assertThat(first.json().at("/items")).hasSize(2);

        Answer last = node.get("admin/rollouts?limit=2&cursor=" + first.text("/next_cursor"));
        assertThat(last.json().at("/items")).hasSize(1);
        assertThat(last.text("/items/0/id")).isEqualTo(new UUID(0, 2).toString());
        assertThat(last.json().at("/next_cursor").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=201", "limit=many", "limit=-1", "cursor=here"})
    void refusesAPageThatCannotBe(String query) {
        assertThat(node.get("admin/rollouts?" + query).status()).isEqualTo(422);
    }

    @Test
    void saysThatTheLedgerIsAway() {
        node.deployments.refusal = RolloutException.because(Reason.LEDGER_UNAVAILABLE, "the ledger is away");

        assertThat(node.get("admin/rollouts").status()).isEqualTo(503);
        assertThat(node.get("admin/status").status()).isEqualTo(503);
    }

    @Test
    void showsARolloutInTheShapeOfTheContract() {
        node.deployments.rollouts.add(FakeDeployments.with(RUNNING, Rollout.State.FAILED, "it broke", true));

        assertThat(node.get("admin/rollouts/" + RUNNING.id()).json().toString())
                .isEqualTo("{\"id\":\"11111111-2222-3333-4444-555555555555\",\"kind\":\"deploy\",\"tool\":\"links\","
                        + "\"from\":\"1.0.0\",\"to\":\"1.1.0\",\"state\":\"failed\",\"steps\":[{\"name\":\"store\","
                        + "\"state\":\"done\",\"started_at\":\"2026-11-01T12:00:00Z\","
                        + "\"ended_at\":\"2026-11-01T12:00:00Z\",\"detail\":null}],\"reason\":\"it broke\","
                        + "\"cause\":\"not_ready\",\"started_by\":\"admin\",\"started_at\":\"2026-11-01T12:00:00Z\","
                        + "\"ended_at\":\"2026-11-01T12:00:01Z\",\"removals\":[]}");
    }

    @Test
    void showsWhatBecameOfTheRevisionsThatItTookOutOfMemory() {
        node.deployments.rollouts.add(RUNNING);
        node.deployments.removals.add(FakeDeployments.removal());

        assertThat(node.get("admin/rollouts/" + RUNNING.id()).json().at("/removals/0"))
                .hasToString("{\"revision\":\"1.0.0\",\"rollout\":\"11111111-2222-3333-4444-555555555555\","
                        + "\"outcome\":\"mended\",\"begun_at\":\"2026-11-01T12:00:00Z\","
                        + "\"ended_at\":\"2026-11-01T12:00:01.500Z\",\"took_millis\":1500,\"proofs\":[{\"subject\":"
                        + "\"class_loader\",\"given\":true,\"detail\":\"collected after 1 collection\"}],"
                        + "\"holders\":[{\"kind\":\"thread_local\",\"name\":\"qtp-1\",\"detail\":\"a Thing\","
                        + "\"mended\":true}]}");
        assertThat(node.get("admin/rollouts").json().at("/items/0/removals").isNull())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin/rollouts/first", "admin/rollouts/11111111-2222-3333-4444-555555555555/events"})
    void saysThatThereIsNoSuchRollout(String path) {
        assertThat(node.get(path).status()).isEqualTo(404);
    }

    @Test
    void sendsTheRolloutAsEventsUntilItHasEnded() {
        node.deployments.rollouts.add(FakeDeployments.with(RUNNING, Rollout.State.LIVE, null, true));

        Answer answer = node.get("admin/rollouts/" + RUNNING.id() + "/events");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("text/event-stream");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.body())
                .startsWith("event: rollout\ndata: {\"id\":\"")
                .contains("\"state\":\"live\"")
                .endsWith("}\n\n");
        assertThat(node.deployments.observers).isEmpty();
    }

    @Test
    void tellsHowTheNodeIs() {
        node.deployments.tools.add(FakeDeployments.tool("links"));
        node.deployments.rollouts.add(RUNNING);

        assertThat(node.get("admin/status").json().toString())
                .isEqualTo("{\"version\":\"1.2.3\",\"java\":\"17.0.1\",\"started_at\":\"2026-11-01T12:00:00Z\","
                        + "\"uptime_seconds\":90,\"tools\":1,\"rollouts_running\":1}");
    }

    private static Rollout withId(Rollout rollout, UUID id) {
        return new Rollout(
                id,
                rollout.kind(),
                rollout.tool(),
                rollout.from(),
                rollout.to(),
                rollout.state(),
                rollout.steps(),
                rollout.reason(),
                rollout.cause(),
                rollout.startedBy(),
                rollout.startedAt(),
                rollout.endedAt());
    }
}
