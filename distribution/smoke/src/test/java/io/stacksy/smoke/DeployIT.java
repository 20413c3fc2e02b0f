package io.stacksy.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.smoke.Api.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A tool's way into service and out of it. */
class DeployIT {
    private static Node node;
    private static Api api;

    @BeforeAll
    static void start() {
        node = Node.on(Data.used("deploy")).ready();
        api = node.admin();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void aBundleOfTheStandardAloneServes() {
        Answer rollout = api.deploy(
                ToolJar.of("standard", "1.0.0").without("Provide-Capability").write());
        assertThat(rollout.status()).as(rollout.toString()).isEqualTo(201);
        assertThat(rollout.at("state")).isEqualTo("live");
        assertThat(rollout.at("to")).isEqualTo("1.0.0");

        Answer hello = api.anonymous().get("/api/standard/");
        assertThat(hello.status()).isEqualTo(200);
        assertThat(hello.at("running_version")).isEqualTo("1.0.0");
        assertThat(hello.header("Stacksy-Revision")).isEqualTo("1.0.0");
    }

    @Test
    void anUpgradeARollbackAndARemovalTakeEffectWhenTheyReturn() {
        assertThat(api.deploy(ToolJar.of("steps", "1.0.0").write()).status()).isEqualTo(201);
        Answer upgrade = api.deploy(ToolJar.of("steps", "1.1.0").write());
        assertThat(upgrade.status()).isEqualTo(201);
        assertThat(upgrade.at("from")).isEqualTo("1.0.0");
        assertThat(version("steps")).isEqualTo("1.1.0");

        Answer back = api.rollBack("steps");
        assertThat(back.status()).as(back.toString()).isEqualTo(200);
        assertThat(version("steps")).isEqualTo("1.0.0");

        assertThat(api.remove("steps").status()).isEqualTo(200);
        Answer gone = api.get("/api/steps/");
        assertThat(gone.status()).isEqualTo(404);
        assertThat(gone.header("Content-Type")).startsWith("application/problem+json");
        assertThat(api.get("/admin/tools/steps").status()).isEqualTo(404);
    }

    @Test
    void theSameBytesAreNothingToDo() {
        Path jar = ToolJar.of("same", "1.0.0").write();
        assertThat(api.deploy(jar).status()).isEqualTo(201);
        Answer again = api.deploy(jar);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.at("state")).isEqualTo("nothing_to_do");
    }

    @Test
    void aPlanSaysWhatWouldHappenAndDoesNothing() {
        Answer plan = api.plan(ToolJar.of("planned", "1.0.0").alias("/planned").write());
        assertThat(plan.status()).isEqualTo(200);
        assertThat(plan.text()).contains("planned", "1.0.0");
        assertThat(api.get("/admin/tools/planned").status()).isEqualTo(404);
        assertThat(api.get("/api/planned/").status()).isEqualTo(404);
    }

    @Test
    void anAliasIsTheToolsOwnPathOfThatName() {
        assertThat(api.deploy(ToolJar.of("aliased", "1.0.0").alias("/slow").write())
                        .status())
                .isEqualTo(201);
        assertThat(api.anonymous().get("/slow?millis=1").at("running_version")).isEqualTo("1.0.0");
        assertThat(api.remove("aliased").status()).isEqualTo(200);
        assertThat(api.anonymous().get("/slow?millis=1").status()).isEqualTo(404);
    }

    @Test
    void aRolloutHasItsStepsWithTimes() {
        Answer rollout = api.deploy(ToolJar.of("timed", "1.0.0").write());
        Answer again = api.get("/admin/rollouts/" + rollout.at("id"));
        assertThat(again.body().path("steps")).isNotEmpty().allSatisfy(step -> {
            assertThat(step.path("name").asText()).isNotEmpty();
            assertThat(step.path("started_at").asText()).endsWith("Z");
        });
        assertThat(again.at("started_by")).contains("admin");
    }

    @Test
    void aToolIsListedWithItsRoutes() {
        api.deploy(ToolJar.of("listed", "1.0.0").write());
        Answer tool = api.get("/admin/tools/listed");
        assertThat(tool.at("name")).isEqualTo("listed");
        assertThat(tool.at("live")).isEqualTo("1.0.0");
        assertThat(tool.body().path("revisions").get(0).path("state").asText()).isEqualTo("live");
        assertThat(tool.body().path("revisions").get(0).path("routes").toString())
                .contains("GET /api/listed/slow");
    }

    private static String version(String tool) {
        return api.anonymous().get("/api/" + tool + "/").at("running_version");
    }
}
