package io.stacksy.admin.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.admin.rest.InProcess.Answer;
import io.stacksy.admin.rest.InProcess.Pending;
import io.stacksy.deploy.Rollout;
import io.stacksy.deploy.Rollout.StepState;
import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.RolloutException.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrafficResourceTest {
    private final InProcess node = new InProcess();

    @Test
    void handsOnThePlanOfACanary() {
        assertThat(node.postJar("admin/tools?canary=10:5m,50%25:90s,100", "jar").status())
                .isEqualTo(202);
        assertThat(node.postJar("admin/tools?canary=5", "jar").status()).isEqualTo(202);
        assertThat(node.deployments.calls)
                .containsExactly(
                        "deploy jar as CanaryPlan[stages=[Stage[percent=10, watch=Optional[PT5M]], Stage[percent=50,"
                                + " watch=Optional[PT1M30S]]]] by admin at 192.0.2.1",
                        "deploy jar as CanaryPlan[stages=[Stage[percent=5, watch=Optional.empty]]]"
                                + " by admin at 192.0.2.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "100", "101", "ten", "10:5", "10:8d", "10:1ms", "50,10", "10,,50", "-5", "10:5m;50"})
    void refusesWhatIsNoPlan(String plan) {
        Answer answer = node.postJar("admin/tools?canary=" + plan, "jar");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text("/errors/0/field")).isEqualTo("canary");
        assertThat(node.deployments.calls).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"promote", "abort", "pause", "resume"})
    void handsOnWhatIsSaidToACanary(String word) {
        Answer answer = node.postJson("admin/tools/links/" + word, "");
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.header("Location")).endsWith("/admin/rollouts/11111111-2222-3333-4444-555555555555");
        assertThat(node.deployments.calls)
                .containsExactly(word.toUpperCase(Locale.ROOT) + " links by admin at 192.0.2.1");
    }

    @ParameterizedTest
    @EnumSource(
            value = Rollout.State.class,
            names = {"LIVE", "ABORTED"})
    void answersWhoSteersAndWaitsThatItIsDone(Rollout.State state) {
        Pending pending = node.ask("POST", "admin/tools/links/abort?wait=true", Map.of(), "");
        node.deployments.tell(FakeDeployments.with(node.deployments.begins, state, "enough", true));
        assertThat(pending.answer().status()).isEqualTo(200);
        assertThat(pending.answer().text("/state")).isEqualTo(state.label());
    }

    @Test
    void tellsWhoWaitsForACanaryThatItIsAborted() {
        Pending pending = node.ask(
                "POST", "admin/tools?canary=10&wait=true", Map.of("Content-Type", "application/java-archive"), "jar");
        node.deployments.tell(
                FakeDeployments.with(node.deployments.begins, Rollout.State.ABORTED, "aborted by bob", true));
        assertThat(pending.answer().status()).isEqualTo(409);
        assertThat(pending.answer().text("/detail")).isEqualTo("aborted by bob");
    }

    @Test
    void doesNotKeepWhoWaitsForACanaryThatWaitsForAPerson() {
        InProcess patient = new InProcess(Duration.ofHours(1));
        Pending pending = patient.ask(
                "POST", "admin/tools?canary=10&wait=true", Map.of("Content-Type", "application/java-archive"), "jar");
        Rollout begun = patient.deployments.begins;
        Rollout waiting = new Rollout(
                begun.id(),
                begun.kind(),
                begun.tool(),
                begun.from(),
                begun.to(),
                begun.state(),
                List.of(new Rollout.Step(
                        "canary",
                        StepState.INCONCLUSIVE,
                        FakeDeployments.NOON,
                        Optional.empty(),
                        Optional.of("inconclusive: too few"))),
                begun.reason(),
                begun.cause(),
                begun.startedBy(),
                begun.startedAt(),
                begun.endedAt());
        patient.deployments.rollouts.set(0, waiting);
        patient.deployments.tell(waiting);
        assertThat(pending.answer().status()).isEqualTo(202);
        assertThat(pending.answer().text("/steps/0/state")).isEqualTo("inconclusive");
    }

    @Test
    void dividesTheTraffic() {
        Answer answer = put("{\"1.0.0\":90,\"1.1.0\":10}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("/name")).isEqualTo("links");
        assertThat(node.deployments.calls).containsExactly("divide links {1.0.0=90, 1.1.0=10} by admin at 192.0.2.1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"1.0.0\":90.5,\"1.1.0\":9.5} | 1.0.0",
                "{\"1.0.0\":\"90\",\"1.1.0\":10} | 1.0.0",
                "{\"1.0.0\":null} | 1.0.0",
                "{\"newest\":100} | newest",
                "{\"1.0\":50,\"1.0.0\":50} | 1.0.0",
                "{} | body"
            })
    void refusesWhatAreNoWeights(String body, String field) {
        Answer answer = put(body);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text("/errors/0/field")).isEqualTo(field);
        assertThat(node.deployments.calls).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"BAD_WEIGHTS, 422", "NOT_FOUND, 404", "BUSY, 409", "WRONG_STATE, 409", "LEDGER_UNAVAILABLE, 503"})
    void saysWhatDeploymentsRefuse(Reason reason, int status) {
        node.deployments.refusal = RolloutException.because(reason, "no");
        assertThat(put("{\"1.0.0\":100}").status()).isEqualTo(status);
        assertThat(node.postJson("admin/tools/links/promote?wait=true", "").status())
                .isEqualTo(status);
    }

    private Answer put(String body) {
        return node.ask("PUT", "admin/tools/links/traffic", Map.of("Content-Type", "application/json"), body)
                .answer();
    }
}
