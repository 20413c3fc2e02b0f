package io.stacksy.admin.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.admin.rest.InProcess.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsResourceTest {
    private static final String PATH = "admin/settings/RATE";
    private static final String AS_STARTED =
            "{\"name\":\"RATE\",\"value\":\"off\",\"source\":\"default\",\"until\":null,"
                    + "\"is_set\":true,\"live\":true,\"secret\":false,\"default_value\":\"off\",\"start_value\":\"off\","
                    + "\"start_source\":\"default\",\"kind\":\"rate\",\"takes\":\"100/s, or off\"}";

    private final InProcess node = new InProcess();

    @Test
    void listsAllWithTheirSources() {
        Answer all = node.get("admin/settings");
        assertThat(all.json().at("/items/0").toString()).isEqualTo(AS_STARTED);
        assertThat(all.text("/items/1/source")).isEqualTo("command_line");
        assertThat(all.json().at("/items/2/value").isNull()).isTrue();
        assertThat(all.json().at("/items/2/is_set").asBoolean()).isTrue();
    }

    @Test
    void changesAndResetsOne() {
        Answer changed = put(PATH, "{\"value\":\"5/s\"}");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.text("/value")).isEqualTo("5/s");
        assertThat(changed.text("/source")).isEqualTo("operator");
        assertThat(changed.text("/start_value")).isEqualTo("off");
        assertThat(node.get(PATH).text("/value")).isEqualTo("5/s");
        assertThat(node.delete(PATH).json().toString()).isEqualTo(AS_STARTED);
        assertThat(node.settings.calls)
                .containsExactly("set RATE to 5/s by admin at 192.0.2.1", "reset RATE by admin at 192.0.2.1");
    }

    @Test
    void changesOneForATime() {
        String soon = Instant.now()
                .plus(Duration.ofDays(1))
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
        Answer changed = put(PATH, "{\"value\":\"5/s\",\"until\":\"" + soon + "\"}");
        assertThat(changed.text("/until")).isEqualTo(soon);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"value\":\"fast\"} | value | RATE is 'fast', not a rate it takes: 100/s, or off",
                "{} | value | must be there: what the setting is to be, as text",
                "{\"value\":\"5/s\",\"until\":\"2001-01-01T00:00:00Z\"} | until | must be a moment in the 365 days to come",
                "{\"value\":\"5/s\",\"until\":\"+999999-01-01T00:00:00Z\"} | until | must be a moment in the 365 days to come"
            })
    void refusesWhatItDoesNotTakeWithWhatItTakes(String body, String field, String message) {
        Answer refused = put(PATH, body);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("/errors/0/field")).isEqualTo(field);
        assertThat(refused.text("/errors/0/message")).isEqualTo(message);
        assertThat(node.settings.calls).isEmpty();
    }

    @Test
    void knowsNoOtherNames() {
        assertThat(node.get("admin/settings/RATES").status()).isEqualTo(404);
        assertThat(put("admin/settings/RATES", "{\"value\":\"5/s\"}").text("/detail"))
                .isEqualTo("there is no setting 'RATES'; did you mean RATE?");
        assertThat(node.delete("admin/settings/RATES").status()).isEqualTo(404);
    }

    @Test
    void changesNothingThatHoldsFromAStartOn() {
        Answer refused = put("admin/settings/PORT", "{\"value\":\"81\"}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("/detail")).contains("set STACKSY_PORT and start the node again");
        assertThat(node.delete("admin/settings/PORT").status()).isEqualTo(409);
    }

    @Test
    void withoutTheDatabaseItSaysWhenToTryAgain() {
        node.settings.away = true;
        Answer refused = put(PATH, "{\"value\":\"5/s\"}");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).isEqualTo("2");
    }

    private Answer put(String path, String body) {
        return node.ask("PUT", path, Map.of("Content-Type", "application/json"), body)
                .answer();
    }
}
