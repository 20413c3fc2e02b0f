package io.stacksy.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.stacksy.smoke.Api.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tools that would end the node, start processes, load native code or pass for a part of the node. */
class GuardIT {
    private static final String TYPE = "io.stacksy.smoke.fixture.escaping.Escaping";

    private static Node node;
    private static Api api;

    @BeforeAll
    static void start() {
        node = Node.on(Data.used("guard")).ready();
        api = node.admin();
        Answer rollout =
                api.deploy(ToolJar.of("escaping", "1.0.0").fixtures("escaping").write());
        assertThat(rollout.status()).as(rollout.toString()).isEqualTo(201);
        assertThat(rollout.text()).contains("of which the guard will refuse System.exit in " + TYPE + ".escape");
    }

    @AfterAll
    static void stop() {
        assertThat(node.stop()).isZero();
        node.close();
    }

    @AfterEach
    void theNodeAndTheToolServeOn() {
        assertThat(api.anonymous().get("/api/escaping/here").at("said")).isEqualTo("still here");
    }

    @ParameterizedTest
    @CsvSource({
        "exit, System.exit",
        "halt, Runtime.halt",
        "exec, Runtime.exec",
        "builder, ProcessBuilder.start",
        "library, System.loadLibrary",
        "reference, System.exit",
    })
    void statement37_aRefusedCallThrowsWhatNamesItAndTheTool(String way, String call) {
        Answer tried = api.anonymous().get("/api/escaping/tried/" + way);
        assertThat(tried.at("said"))
                .startsWith("the tool escaping@1.0.0 may not call " + call + ", as it did in " + TYPE + ": ");
        Answer uncaught = api.anonymous().get("/api/escaping/uncaught/" + way);
        assertThat(uncaught.status()).isEqualTo(500);
        assertThat(uncaught.text()).doesNotContain(call);
    }

    @Test
    void aPlanNamesTheCallsThatWillBeRefused() {
        Answer plan =
                api.plan(ToolJar.of("escaping", "1.1.0").fixtures("escaping").write());
        List<String> calls = new ArrayList<>();
        for (JsonNode call : plan.body().path("refused_calls")) {
            assertThat(call.path("type").asText()).isEqualTo(TYPE);
            assertThat(call.path("method").asText()).isEqualTo("escape");
            calls.add(call.path("call").asText());
        }
        assertThat(calls)
                .containsExactlyInAnyOrder(
                        "System.exit", "Runtime.halt", "Runtime.exec", "ProcessBuilder.start", "System.loadLibrary");
        assertThat(plan.body().path("obstacles")).isEmpty();
        Answer harmless = api.plan(ToolJar.of("harmless", "1.0.0").write());
        assertThat(harmless.body().path("refused_calls").isArray()).isTrue();
        assertThat(harmless.body().path("refused_calls")).isEmpty();
    }

    @Test
    void anActivatorThatEndsTheProcessOnlyFailsItsOwnRollout() {
        Answer answer = api.deploy(ToolJar.of("exiting", "1.0.0")
                .fixtures("hello", "exitingactivator")
                .activator("exitingactivator.Exiting")
                .write());
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.at("detail")).contains("the tool exiting@1.0.0 may not call Runtime.exit");
    }

    @Test
    void statement37_aToolSeesNoSchemaButItsOwn() {
        assertThat(api.deploy(ToolJar.of("peeping", "1.0.0").fixtures("zoo").write())
                        .status())
                .isEqualTo(201);
        assertThat(api.get("/api/peeping/peeps").text()).isEqualTo("42501 42501"); // insufficient privilege
    }

    @Test
    void statement37_noPartOfTheNodeTakesAToolForAnother() {
        Answer claiming = api.deploy(ToolJar.of("claiming", "1.0.0")
                .fixtures("hello", "claiming")
                .activator("claiming.Claiming")
                .write());
        assertThat(claiming.status()).as(claiming.toString()).isEqualTo(201);
        assertThat(api.deploy(ToolJar.of("after", "1.0.0").write()).status()).isEqualTo(201);
        assertThat(node.admin().get("/auth/me").status()).isEqualTo(200);
        assertThat(api.get("/metrics").status()).isEqualTo(200);
        assertThat(node.output().stream().filter(line -> line.startsWith("stacksy ready")))
                .hasSize(1);
    }
}
