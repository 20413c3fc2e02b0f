package io.stacksy.admin.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.admin.rest.InProcess.Answer;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetResourceTest {
    private static final String PATH = "admin/tools/links/budget";

    private final InProcess node = new InProcess();

    @BeforeEach
    void deploy() {
        node.deployments.tools.add(FakeDeployments.tool("links"));
    }

    @Test
    void showsWhatAToolMayTake() {
        assertThat(node.get(PATH).json().toString())
                .isEqualTo("{\"concurrency\":128,\"deadline_ms\":60000,\"body_bytes\":1000,\"connections\":8,"
                        + "\"error_percent\":50,\"rate\":\"off\",\"own\":false}");
    }

    @Test
    void changesThePartsThatAreGiven() {
        Answer changed = put("{\"concurrency\":4,\"deadline_ms\":500}");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.json().toString())
                .isEqualTo("{\"concurrency\":4,\"deadline_ms\":500,\"body_bytes\":1000,\"connections\":8,"
                        + "\"error_percent\":50,\"rate\":\"off\",\"own\":true}");
        assertThat(node.delete(PATH).json().at("/own").asBoolean()).isFalse();
        assertThat(node.budgets.calls)
                .containsExactly("set links by admin at 192.0.2.1", "reset links by admin at 192.0.2.1");
    }

    @Test
    void changesTheRateAndTakesItAway() {
        assertThat(put("{\"rate\":\"100/s\"}").text("/rate")).isEqualTo("100/s");
        assertThat(put("{\"concurrency\":4}").text("/rate")).isEqualTo("100/s");
        assertThat(put("{\"rate\":\"off\"}").text("/rate")).isEqualTo("off");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"concurrency\":0} | concurrency | concurrency is 1 to 10000, not 0",
                "{\"deadline_ms\":1} | deadline_ms | deadline_ms is 10 to 3600000, not 1",
                "{\"error_percent\":101} | error_percent | error_percent is 0 to 100, not 101",
                "{\"rate\":\"fast\"} | rate | rate must be a rate such as 100/s or 6000/m, or off",
                "{\"rate\":\"\"} | rate | rate must be a rate such as 100/s or 6000/m, or off"
            })
    void refusesWhatIsOutOfRangeWithTheRange(String body, String field, String message) {
        Answer answer = put(body);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text("/errors/0/field")).isEqualTo(field);
        assertThat(answer.text("/errors/0/message")).isEqualTo(message);
        assertThat(node.budgets.calls).isEmpty();
    }

    @Test
    void knowsNoToolThatIsNotThere() {
        assertThat(node.get("admin/tools/nothing/budget").status()).isEqualTo(404);
        assertThat(node.delete("admin/tools/nothing/budget").status()).isEqualTo(404);
    }

    @Test
    void withoutTheDatabaseItSaysWhenToTryAgain() {
        node.budgets.away = true;
        assertThat(put("{\"concurrency\":4}").status()).isEqualTo(503);
        Answer refused = node.delete(PATH);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).isEqualTo("2");
        assertThat(node.budgets.calls).isEmpty();
    }

    private Answer put(String body) {
        return node.ask("PUT", PATH, Map.of("Content-Type", "application/json"), body)
                .answer();
    }
}
