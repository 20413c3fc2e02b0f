package io.stacksy.admin.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.admin.rest.InProcess.Answer;
import io.stacksy.deploy.Rollout;
import io.stacksy.deploy.RolloutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuarantineResourceTest {
    private final InProcess node = new InProcess();

    @Test
    void keepsAToolFromItsRequests() {
        Answer answer = node.postJson("admin/tools/links/quarantine", "{\"reason\":\" looks odd \"}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("/revisions/0/quarantine/reason")).isEqualTo("3 times in trouble");
        assertThat(node.deployments.calls).containsExactly("quarantine links as looks odd by admin at 192.0.2.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"reason\":null}", "{\"reason\":\"  \"}"})
    void wantsToKnowWhy(String body) {
        Answer answer = node.postJson("admin/tools/links/quarantine", body);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text("/errors/0/field")).isEqualTo("reason");
        assertThat(node.deployments.calls).isEmpty();
    }

    @Test
    void showsTheToolThatHasItsRequestsAgain() {
        node.deployments.tools.add(FakeDeployments.tool("links"));
        Answer answer = node.postJson("admin/tools/links/release", "");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("/name")).isEqualTo("links");
        assertThat(node.deployments.calls).containsExactly("release links by admin at 192.0.2.1");
    }

    @Test
    void showsTheRolloutThatBringsAToolBack() {
        node.deployments.inMemory = false;
        node.deployments.begins = FakeDeployments.rollout(Rollout.Kind.ROLLBACK, Rollout.State.RUNNING);
        Answer answer = node.postJson("admin/tools/links/release", "");
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.header("Location")).endsWith("/admin/rollouts/11111111-2222-3333-4444-555555555555");
    }

    @Test
    void saysThatNothingIsInQuarantine() {
        node.deployments.refusal = RolloutException.notInQuarantine(FakeDeployments.LINKS);
        Answer answer = node.postJson("admin/tools/links/release", "");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.text("/detail")).contains("no revision of 'links' is in quarantine");
    }
}
