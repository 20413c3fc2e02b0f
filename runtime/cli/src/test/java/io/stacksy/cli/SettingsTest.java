package io.stacksy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.cli.CommandLineRun.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    private static final String PORT = "{\"name\":\"PORT\",\"value\":\"8080\",\"source\":\"default\",\"until\":null,"
            + "\"is_set\":true,\"live\":false,\"takes\":\"0 to 65535\"}";
    private static final String PASSWORD = "{\"name\":\"ADMIN_PASSWORD\",\"value\":null,\"source\":\"environment\","
            + "\"until\":null,\"is_set\":true,\"live\":false,\"takes\":\"\"}";
    private static final String RATE = "{\"name\":\"RATE_LIMIT_DEFAULT\",\"value\":\"100/s\",\"source\":\"operator\","
            + "\"until\":\"2026-12-01T00:00:00Z\",\"is_set\":true,\"live\":true,\"start_value\":\"off\","
            + "\"start_source\":\"environment\",\"takes\":\"100/s and the like\"}";
    private static final String PATH = "/admin/settings/RATE_LIMIT_DEFAULT";

    private final Path home;
    private final FakeNode node = new FakeNode();

    SettingsTest(@TempDir Path home) {
        this.home = home;
    }

    @AfterEach
    void stopNode() {
        node.close();
    }

    private Result run(String... arguments) {
        return new CommandLineRun(home, node.url()).with("STACKSY_TOKEN", "tok").run(arguments);
    }

    @Test
    void listsAllAndNoSecret() {
        node.says("GET /admin/settings", 200, "{\"items\":[" + PORT + "," + PASSWORD + "," + RATE + "]}");
        assertThat(run("settings").out())
                .isEqualTo(
                        """
                        NAME                VALUE  FROM         LIVE
                        PORT                8080   default      no
                        ADMIN_PASSWORD      (set)  environment  no
                        RATE_LIMIT_DEFAULT  100/s  operator     yes
                        """);
    }

    @Test
    void showsOne() {
        node.says("GET " + PATH, 200, RATE);
        assertThat(run("settings", "RATE_LIMIT_DEFAULT").out())
                .isEqualTo(
                        """
                        name   RATE_LIMIT_DEFAULT
                        value  100/s
                        from   operator
                        until  2026-12-01T00:00:00Z
                        else   off (environment)
                        takes  100/s and the like
                        live   yes
                        """);
    }

    @Test
    void changesOneForGoodOrForATime() {
        node.says("PUT " + PATH, 200, RATE);
        assertThat(run("settings", "RATE_LIMIT_DEFAULT", "--set", "100/s").code())
                .isZero();
        assertThat(node.asked.get(0).body()).isEqualTo("{\"value\":\"100/s\"}");
        Result json = run(
                "settings",
                "RATE_LIMIT_DEFAULT",
                "--set",
                "100/s",
                "--until",
                "2026-12-01T00:00:00Z",
                "--output",
                "json");
        assertThat(json).isEqualTo(new Result(0, RATE + "\n", ""));
        assertThat(node.asked.get(1).body()).isEqualTo("{\"value\":\"100/s\",\"until\":\"2026-12-01T00:00:00Z\"}");
    }

    @Test
    void resetsOne() {
        node.says("DELETE " + PATH, 200, RATE);
        assertThat(run("settings", "RATE_LIMIT_DEFAULT", "--reset").code()).isZero();
    }

    @Test
    void saysWhatTheNodeDoesNotTake() {
        node.says("PUT " + PATH, 422, "{\"detail\":\"value: RATE_LIMIT_DEFAULT is 'fast', not a rate it takes\"}");
        Result refused = run("settings", "RATE_LIMIT_DEFAULT", "--set", "fast");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("RATE_LIMIT_DEFAULT is 'fast', not a rate it takes");
    }

    @ParameterizedTest
    @CsvSource({
        "A --set 1 --reset, --reset goes with no --set",
        "A --until 1h, --until goes with --set alone",
        "--set 1, which setting? Name one",
        "--reset, which setting? Name one"
    })
    void refusesWhatCannotBeMeant(String arguments, String message) {
        Result refused = run(("settings " + arguments).split(" ", -1));
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains(message);
    }
}
