package io.stacksy.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.stacksy.smoke.Api.Answer;
import io.stacksy.smoke.Neighbour.Reply;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator changes about a node while it runs. */
class SettingsIT {
    private static final String PATH = "/admin/settings/";
    private static final String RATE = PATH + "RATE_LIMIT_DEFAULT";
    private static final String LEVEL = PATH + "LOG_LEVEL";
    private static final String ORIGINS = PATH + "CORS_ORIGINS";
    private static final String PAGE = "https://app.example.org";

    private static Node node;
    private static Api admin;

    @BeforeAll
    static void start() {
        node = started(Data.used("settings"));
        admin = node.admin();
        assertThat(admin.deploy(ToolJar.of("hello", "1.0.0").write()).status()).isEqualTo(201);
    }

    private static Node started(Path data) {
        return Node.on(data)
                .with("STACKSY_RATE_LIMIT_DEFAULT", "600000/m")
                .with("STACKSY_ROLLBACK_WINDOW", "1s")
                .ready();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void everySettingIsShownWithWhereItComesFrom() {
        JsonNode items = admin.get("/admin/settings").body().path("items");
        assertThat(setting(items, "RATE_LIMIT_DEFAULT").path("source").asText()).isEqualTo("environment");
        assertThat(setting(items, "PORT").path("source").asText()).isEqualTo("command_line");
        assertThat(setting(items, "TRUST").path("source").asText()).isEqualTo("default");
        assertThat(setting(items, "MASTER_KEY").path("secret").asBoolean()).isTrue();
        Cli.Result shown = new Cli(node, admin.accessToken()).run("settings");
        assertThat(shown.code()).as(shown.toString()).isZero();
        assertThat(shown.lines()).anyMatch(line -> line.matches("ROLLBACK_WINDOW +1s +environment +yes"));
    }

    private static JsonNode setting(JsonNode items, String name) {
        for (JsonNode item : items) {
            if (item.path("name").asText().equals(name)) {
                return item;
            }
        }
        throw new AssertionError("no " + name + " in " + items);
    }

    @Test
    void anotherRateHoldsWithTheNextRequestAndOutlivesAKill() {
        assertThat(policy()).isEqualTo("\"tool\";q=600000;w=60");
        set(RATE, "5000/m");
        assertThat(policy()).isEqualTo("\"tool\";q=5000;w=60");

        node.kill();
        node = started(node.data());
        admin = node.admin();
        assertThat(policy()).isEqualTo("\"tool\";q=5000;w=60");
        assertThat(node.output())
                .filteredOn(line -> line.contains("settings by operators: "))
                .singleElement()
                .asString()
                .contains("RATE_LIMIT_DEFAULT is '5000/m' in place of '600000/m' (environment)");
        Answer shown = admin.get(RATE);
        assertThat(shown.at("value")).isEqualTo("5000/m");
        assertThat(shown.at("source")).isEqualTo("operator");
        assertThat(shown.at("start_value")).isEqualTo("600000/m");
        assertThat(shown.at("start_source")).isEqualTo("environment");

        reset(RATE);
        assertThat(policy()).isEqualTo("\"tool\";q=600000;w=60");
        JsonNode trail = admin.get("/admin/audit?limit=200").body().path("items");
        assertThat(trail.findValuesAsText("action")).contains("setting.set", "setting.reset");
        JsonNode line = admin.get("/admin/audit?action=setting.reset").body().at("/items/0");
        assertThat(line.path("actor").asText()).isEqualTo("admin");
        assertThat(line.path("target").asText()).isEqualTo("RATE_LIMIT_DEFAULT");
        assertThat(line.at("/details/from").asText()).isEqualTo("5000/m");
        assertThat(line.at("/details/to").asText()).isEqualTo("600000/m");
    }

    private static String policy() {
        Reply reply = new Neighbour(node.uri(), "127.0.9.15").get("/api/hello/");
        assertThat(reply.status()).isEqualTo(200);
        return reply.header("RateLimit-Policy");
    }

    @Test
    void aLevelHoldsAtOnceForAsLongAsItIsSaid() {
        String refused = "access token refused";
        tryForgedToken();
        Eventually.is("the request on record", () -> lines("duration_ms") > 0);
        assertThat(lines(refused)).isZero();

        set(LEVEL, "info,io.stacksy.auth.provider=DEBUG");
        tryForgedToken();
        Eventually.is("what is refused told", () -> lines(refused) == 1);

        reset(LEVEL);
        tryForgedToken();
        Instant soon = Instant.now().plus(Duration.ofSeconds(2));
        Answer limited = admin.put(LEVEL, "{\"value\":\"debug\",\"until\":\"" + soon + "\"}");
        assertThat(limited.status()).as(limited.toString()).isEqualTo(200);
        tryForgedToken();
        Eventually.is("told again", () -> lines(refused) == 2);
        Eventually.is("the level over", () -> admin.get(LEVEL).at("source").equals("default"));
        tryForgedToken();
        set(LEVEL, "warn"); // whose line comes after any that the token made
        Eventually.is("a later line", () -> lines("LOG_LEVEL is 'warn'") == 1);
        assertThat(lines(refused)).isEqualTo(2);
        reset(LEVEL);
    }

    private static void tryForgedToken() {
        String token = admin.accessToken();
        int last = token.length() - 20;
        char other = token.charAt(last) == 'A' ? 'B' : 'A';
        Answer refused = admin.withToken(token.substring(0, last) + other + token.substring(last + 1))
                .get("/auth/me");
        assertThat(refused.status()).isEqualTo(401);
    }

    private static long lines(String text) {
        return node.output().stream().filter(line -> line.contains(text)).count();
    }

    @Test
    void anOriginIsLetInWithTheNextRequest() {
        assertThat(preflight().header("Access-Control-Allow-Origin")).isEmpty();
        set(ORIGINS, PAGE);
        Answer allowed = preflight();
        assertThat(allowed.status()).isEqualTo(204);
        assertThat(allowed.header("Access-Control-Allow-Origin")).isEqualTo(PAGE);
        set(ORIGINS, "");
        assertThat(preflight().header("Access-Control-Allow-Origin")).isEmpty();
        reset(ORIGINS);
    }

    private static Answer preflight() {
        return admin.send(
                "OPTIONS",
                "/api/hello/",
                BodyPublishers.noBody(),
                "",
                "Origin",
                PAGE,
                "Access-Control-Request-Method",
                "GET");
    }

    /** None of them makes the node's parts start anew, which would end connections and lose what they remember. */
    @ParameterizedTest
    @CsvSource({
        "MAX_BODY_BYTES, 1MiB",
        "REQUEST_TIMEOUT, 50s",
        "TOOL_CONCURRENCY, 100",
        "TOOL_CONNECTIONS, 7",
        "TOOL_ERROR_PERCENT, 60",
        "TOOL_QUARANTINE_AFTER, 6",
        "ROLLBACK_WINDOW, 20m",
        "CANARY_DURATION, 6m",
        "CANARY_MIN_REQUESTS, 50"
    })
    void whatIsLiveChangesWhileTheNodeServes(String name, String value) {
        Cli cli = new Cli(node, admin.accessToken());
        Cli.Result changed = cli.run("settings", name, "--set", value);
        assertThat(changed.code()).as(changed.toString()).isZero();
        assertThat(changed.out()).contains(value, "operator");
        assertThat(new Neighbour(node.uri(), "127.0.9.16").get("/api/hello/").status())
                .isEqualTo(200);
        assertThat(cli.run("settings", name, "--reset").code()).isZero();
        assertThat(new Neighbour(node.uri(), "127.0.9.16").get("/api/hello/").status())
                .isEqualTo(200);
        assertThat(admin.get("/admin/tools/hello")
                        .body()
                        .at("/revisions/0/state")
                        .asText())
                .isEqualTo("live");
    }

    @Test
    void aChangedBudgetIsTheBudgetOfToolsWithoutOne() {
        set(PATH + "TOOL_CONCURRENCY", "33");
        assertThat(admin.get("/admin/tools/hello/budget")
                        .body()
                        .path("concurrency")
                        .asInt())
                .isEqualTo(33);
        reset(PATH + "TOOL_CONCURRENCY");
        assertThat(admin.get("/admin/tools/hello/budget")
                        .body()
                        .path("concurrency")
                        .asInt())
                .isEqualTo(128);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RATE_LIMIT_DEFAULT | fast | 422 | RATE_LIMIT_DEFAULT is 'fast', not a rate it takes: 100/s, 6000/m",
                "LOG_LEVEL | org.postgresql=trace | 422 | of a library never below info",
                "CORS_ORIGINS | https://a.example/ | 422 | https://app.example.org and the like",
                "ROLLBACK_WINDOW | 9d | 422 | 0s to 7d",
                "PORT | 81 | 409 | set STACKSY_PORT and start the node again",
                "ADMIN_PASSWORD | changed | 409 | set STACKSY_ADMIN_PASSWORD",
                "RATE_LIMIT_DEFUALT | off | 404 | did you mean RATE_LIMIT_DEFAULT?"
            })
    void whatCannotBeIsRefusedWithWhatCould(String name, String value, int status, String words) {
        Answer refused = admin.put(PATH + name, "{\"value\":\"" + value + "\"}");
        assertThat(refused.status()).as(refused.toString()).isEqualTo(status);
        assertThat(refused.at("detail")).contains(words);
    }

    @Test
    void operatorsMayAndUsersMayNot() {
        for (String role : new String[] {"operator", "user"}) {
            Answer made = admin.post(
                    "/admin/users",
                    "{\"username\":\"%s1\",\"password\":\"%s\",\"roles\":[\"%s\"]}"
                            .formatted(role, People.PASSWORD, role));
            assertThat(made.status()).as(made.toString()).isEqualTo(201);
        }
        String same = "{\"value\":\"1s\"}";
        Api operator = admin.anonymous().login("operator1", People.PASSWORD);
        assertThat(operator.put(PATH + "ROLLBACK_WINDOW", same).status()).isEqualTo(200);
        Api user = admin.anonymous().login("user1", People.PASSWORD);
        assertThat(user.put(PATH + "ROLLBACK_WINDOW", same).status()).isEqualTo(403);
        assertThat(user.get("/admin/settings").status()).isEqualTo(403);
        assertThat(user.delete(PATH + "ROLLBACK_WINDOW").status()).isEqualTo(403);
        reset(PATH + "ROLLBACK_WINDOW");
    }

    private static void set(String path, String value) {
        Answer set = admin.put(path, "{\"value\":\"" + value + "\"}");
        assertThat(set.status()).as(set.toString()).isEqualTo(200);
    }

    private static void reset(String path) {
        Answer reset = admin.delete(path);
        assertThat(reset.status()).as(reset.toString()).isEqualTo(200);
    }
}
