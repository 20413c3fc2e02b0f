package io.stacksy.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.stacksy.smoke.Api.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who did what, when, from where, with what result. */
class AuditIT {
    private static Node node;
    private static Api api;

    @BeforeAll
    static void start() {
        node = Node.on(Data.used("audit")).with("STACKSY_ROLLBACK_WINDOW", "1s").ready();
        api = node.admin();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void eachChangeOfAToolHasOneLineWithItsCause() {
        String first = api.deploy(ToolJar.of("told", "1.0.0").write()).at("id");
        String second = api.deploy(ToolJar.of("told", "1.1.0").write()).at("id");
        Eventually.is("told@1.0.0 is retired", () -> lines("told").stream()
                .anyMatch(line -> text(line).startsWith("node local revision.retired")));
        String third = api.rollBack("told").at("id");
        String fourth = api.remove("told").at("id");
        List<JsonNode> lines = lines("told");
        assertThat(lines)
                .extracting(AuditIT::text)
                .containsExactly(
                        "admin 127.0.0.1 rollout.started told@1.0.0 ok " + first,
                        "admin 127.0.0.1 tool.switched told@1.0.0 ok " + first,
                        "admin 127.0.0.1 rollout.started told@1.1.0 ok " + second,
                        "admin 127.0.0.1 tool.switched told@1.1.0 ok " + second,
                        "node local revision.retired told@1.0.0 ok " + second,
                        "admin 127.0.0.1 rollout.started told@1.0.0 ok " + third,
                        "admin 127.0.0.1 tool.switched told@1.0.0 ok " + third,
                        "admin 127.0.0.1 rollout.started told@1.0.0 ok " + fourth,
                        "admin 127.0.0.1 tool.removed told ok " + fourth);
        assertThat(lines.get(4).at("/details/rule").asText()).isEqualTo("rollback window over");
        assertThat(lines.get(6).at("/details/from").asText()).isEqualTo("1.1.0");
    }

    @Test
    void aFailureIsToldOfByItsKind() {
        Answer failed = api.deploy(ToolJar.of("untold", "1.0.0")
                .fixtures("throwingactivator")
                .activator("throwingactivator.Throwing")
                .write());
        assertThat(failed.status()).as(failed.toString()).isEqualTo(502);
        List<JsonNode> lines = lines("untold");
        assertThat(lines)
                .extracting(line -> line.path("action").asText())
                .containsExactly("rollout.started", "rollout.failed");
        assertThat(lines.get(1).path("result").asText()).isEqualTo("failed");
        assertThat(lines.get(1).at("/details/reason").asText()).isEqualTo("start_failed");
    }

    @Test
    void theNodesOwnDoingsNameTheirRule() {
        assertThat(lines("links").get(0).at("/details/rule").asText()).isEqualTo("initial tools");
    }

    @Test
    void signingInStandsInTheSameListAndNoSecretDoes() {
        new Api(node.uri()).post("/auth/login", "{\"username\":\"admin\",\"password\":\"not-the-password\"}");
        Answer refused = api.get("/admin/audit?action=login&actor=anonymous&limit=1");
        JsonNode line = refused.body().at("/items/0");
        assertThat(line.path("result").asText()).isEqualTo("refused");
        assertThat(line.path("target").asText()).isEqualTo("admin");
        assertThat(line.path("address").asText()).isEqualTo("127.0.0.1");
        assertThat(api.get("/admin/audit?limit=200").text())
                .doesNotContain(node.adminPassword())
                .doesNotContain("not-the-password");
    }

    @Test
    void isForThoseWhoMayReadIt() {
        assertThat(api.anonymous().get("/admin/audit").status()).isEqualTo(401);
        api.post(
                "/admin/users",
                "{\"username\":\"curious\",\"password\":\"a long enough password\",\"roles\":[\"user\"]}");
        Api curious = new Api(node.uri()).login("curious", "a long enough password");
        assertThat(curious.get("/admin/audit").status()).isEqualTo(403);
    }

    @Test
    void noLineIsLackingAndNoneIsThereTwiceAfterKills() {
        Path data = Data.used("audit-kill");
        List<String> steps = List.of("before-switch", "switch-written", "after-drain");
        for (int i = 0; i < steps.size(); i++) {
            String step = steps.get(i);
            try (Node node = Node.on(data).failpoint("rollout." + step).ready()) {
                Api admin = node.admin();
                areWhole(admin, steps.subList(0, i)); // what the nodes before have left
                Path jar = ToolJar.of("at-" + step, "1.0.0").write();
                node.isKilledBy(() -> admin.deploy(jar));
            }
        }
        try (Node last = Node.on(data).ready()) {
            areWhole(last.admin(), steps);
        }
    }

    private static void areWhole(Api admin, List<String> steps) {
        steps.forEach(step -> isWhole(lines(admin, "at-" + step), step));
    }

    private static void isWhole(List<JsonNode> lines, String step) {
        boolean switched = !step.equals("before-switch");
        assertThat(lines)
                .extracting(line -> line.path("action").asText())
                .containsExactly("rollout.started", switched ? "tool.switched" : "rollout.failed");
        JsonNode last = lines.get(1);
        assertThat(last.path("actor").asText()).isEqualTo(switched ? "admin" : "node");
        assertThat(last.at("/details/rule").asText()).isEqualTo(switched ? "" : "recovery after restart");
    }

    private static List<JsonNode> lines(String tool) {
        return lines(api, tool);
    }

    /** All lines about a tool, oldest first, read page by page. */
    private static List<JsonNode> lines(Api api, String tool) {
        List<JsonNode> lines = new ArrayList<>();
        String next = "";
        do {
            Answer page = api.get("/admin/audit?limit=2&tool=" + tool + next);
            assertThat(page.status()).as(page.toString()).isEqualTo(200);
            page.body().path("items").forEach(line -> lines.add(0, line));
            next = page.body().path("next_cursor").isNull() ? "" : "&cursor=" + page.at("next_cursor");
        } while (!next.isEmpty());
        return lines;
    }

    private static String text(JsonNode line) {
        return String.join(
                " ",
                line.path("actor").asText(),
                line.path("address").asText(),
                line.path("action").asText(),
                line.path("target").asText(),
                line.path("result").asText(),
                line.at("/details/rollout").asText());
    }
}
