package io.stacksy.smoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import io.stacksy.smoke.Api.Answer;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a canary does to its callers, and how it ends. */
@Tag("alone")
class CanaryIT {
    private static final int CALLERS = 1_000;
    private static final int CONNECTIONS = 8;
    private static final long MANY = Long.MAX_VALUE;
    private static final double SOON_MILLIS = 50;

    private static Node node;
    private static Api api;

    @BeforeAll
    static void start() {
        node = Node.on(Data.used("canary")).ready();
        api = node.admin();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void aTenthOfAThousandCallersComesToTheCanaryAndEachStaysWhereItIs() throws InterruptedException {
        live("shared");
        canary("shared", "1.1.0", "10:10m");
        try (Callers callers = callers("shared", 20_000).finish()) {
            double share = 100.0 * callers.answers("1.1.0") / callers.answers();
            System.out.printf("canary at 10%%: %.2f%% of %d answers, %s%n", share, callers.answers(), callers);
            assertThat(callers.answers()).isEqualTo(20_000);
            assertThat(share).as(callers.toString()).isCloseTo(10, offset(1.5));
            assertThat(callers.mostRevisionsOfACaller()).isEqualTo(1);
            assertThat(callers.failures("1.0.0") + callers.failures("1.1.0") + callers.failures("none"))
                    .as(callers.toString())
                    .isZero();
        }
        Answer tool = api.get("/admin/tools/shared");
        assertThat(tool.at("live")).isEqualTo("1.0.0");
        JsonNode canary = tool.body().path("revisions").get(0);
        assertThat(canary.path("state").asText()).isEqualTo("canary");
        assertThat(canary.path("weight").asInt()).isEqualTo(10);
        assertThat(steer("shared", "abort").status()).isEqualTo(200);
    }

    @Test
    void aRevisionOfWhichATwentiethFailsIsTakenBackByItself() throws InterruptedException {
        live("flaky");
        Path bad = ToolJar.of("flaky", "1.1.0").fixtures("flaky").write();
        try (Callers callers = callers("flaky", MANY)) {
            long begun = System.nanoTime();
            Answer ended = api.upload("/admin/tools?wait=true&canary=10:5m", bad);
            System.out.printf("a bad canary: taken back after %.1f s, %s%n", seconds(begun), ended.at("detail"));
            assertThat(ended.status()).as(ended.toString()).isEqualTo(502);
            assertThat(ended.at("cause")).isEqualTo("canary_failed");
            assertThat(ended.at("detail"))
                    .matches("canary: \\d+\\.\\d% of [\\d,]+ requests failed against 0\\.0% of [\\d,]+; aborted");
            assertThat(ended.body().path("rollout").path("state").asText()).isEqualTo("rolled_back");
            assertThat(callers.stop().failures("1.0.0")).as(callers.toString()).isZero();
            assertThat(callers.failures("none")).as(callers.toString()).isZero();
            assertThat(callers.failures("1.1.0")).isPositive();
        }
        assertThat(revision("flaky")).isEqualTo("1.0.0");
    }

    @Test
    void aRevisionThatDoesWellIsPromotedShareByShare() throws InterruptedException {
        live("good");
        try (Callers callers = callers("good", MANY)) {
            Eventually.is("they are under way", () -> callers.answers("1.0.0") > 2_000);
            Answer ended = api.upload(
                    "/admin/tools?wait=true&canary=25:10s,50:5s",
                    ToolJar.of("good", "1.1.0").write());
            assertThat(ended.status()).as(ended.toString()).isEqualTo(201);
            System.out.println(
                    "a good canary: " + canaryStep(ended.body()).path("detail").asText());
            assertThat(callers.stop().failures("1.0.0") + callers.failures("1.1.0") + callers.failures("none"))
                    .as(callers.toString())
                    .isZero();
            assertThat(callers.mostRevisionsOfACaller()).isLessThanOrEqualTo(2);
        }
        assertThat(revision("good")).isEqualTo("1.1.0");
    }

    @Test
    void twentyRequestsAreNotEnoughToGoBy() throws InterruptedException {
        live("quiet");
        Answer begun = canary("quiet", "1.1.0", "10:2s");
        try (Callers callers = callers("quiet", 20).finish()) {
            assertThat(callers.answers()).isEqualTo(20);
        }
        String rollout = "/admin/rollouts/" + begun.at("id");
        Eventually.is(
                "the canary is inconclusive",
                () -> canaryStep(api.get(rollout).body()).path("state").asText().equals("inconclusive"));
        Answer waiting = api.get(rollout);
        assertThat(waiting.at("state")).isEqualTo("running");
        assertThat(canaryStep(waiting.body()).path("detail").asText())
                .startsWith("inconclusive: 0.0% of ")
                .contains("each has to answer 100 requests at least");
        assertThat(revision("quiet")).isNotBlank();
        assertThat(api.get("/admin/tools/quiet").at("live")).isEqualTo("1.0.0");
        Answer promoted = steer("quiet", "promote");
        assertThat(promoted.status()).as(promoted.toString()).isEqualTo(200);
        assertThat(promoted.at("state")).isEqualTo("live");
        assertThat(revision("quiet")).isEqualTo("1.1.0");
    }

    @Test
    void anAbortTakesEffectAtOnceAndFailsNoRequest() throws InterruptedException {
        live("aborted");
        canary("aborted", "1.1.0", "50:10m");
        try (Callers callers = callers("aborted", MANY)) {
            Eventually.is("the canary answers", () -> callers.answers("1.1.0") > 500);
            Answer said = api.post("/admin/tools/aborted/abort", "");
            endsSoon("abort", said, callers, "1.1.0");
        }
        assertThat(api.get("/admin/tools/aborted").at("live")).isEqualTo("1.0.0");
    }

    @Test
    void aRollbackTakesEffectAtOnceAndFailsNoRequest() throws InterruptedException {
        live("returned");
        assertThat(api.deploy(ToolJar.of("returned", "1.1.0").write()).status()).isEqualTo(201);
        try (Callers callers = callers("returned", MANY)) {
            Eventually.is("the new revision answers", () -> callers.answers("1.1.0") > 500);
            endsSoon("rollback", api.rollBack("returned"), callers, "1.1.0");
        }
        assertThat(revision("returned")).isEqualTo("1.0.0");
    }

    private static void endsSoon(String what, Answer said, Callers callers, String bad) throws InterruptedException {
        long returned = System.nanoTime();
        assertThat(said.status()).as(said.toString()).isIn(200, 202);
        long then = callers.answers();
        Eventually.is("the others go on", () -> callers.answers() > then + 2_000);
        double late = (callers.stop().last(bad) - returned) / 1e6;
        System.out.printf(
                "%s: the last answer of %s came %.1f ms after it had returned, %s%n", what, bad, late, callers);
        assertThat(late).isLessThan(SOON_MILLIS);
        assertThat(callers.failures("1.0.0") + callers.failures("1.1.0") + callers.failures("none"))
                .as(callers.toString())
                .isZero();
    }

    @Test
    void aRevisionThatFailsAfterItsSwitchIsLeftByItself() throws InterruptedException {
        live("probation");
        try (Callers callers = callers("probation", MANY)) {
            Eventually.is("the first revision answers", () -> callers.answers("1.0.0") > 2_000);
            Path bad = ToolJar.of("probation", "1.1.0").fixtures("flaky").write();
            assertThat(api.deploy(bad).status()).isEqualTo(201);
            Eventually.is(
                    "it is back",
                    () -> api.get("/admin/tools/probation").at("live").equals("1.0.0"));
            assertThat(callers.stop().failures("1.0.0") + callers.failures("none"))
                    .as(callers.toString())
                    .isZero();
        }
        JsonNode newest =
                api.get("/admin/rollouts?limit=1").body().path("items").get(0);
        assertThat(newest.path("kind").asText()).isEqualTo("rollback");
        assertThat(newest.path("started_by").asText()).isEqualTo("node");
        JsonNode line = api.get("/admin/audit?limit=10&tool=probation&action=tool.switched")
                .body()
                .path("items")
                .get(0);
        assertThat(line.path("target").asText()).isEqualTo("probation@1.0.0");
        assertThat(line.path("details").path("rule").asText()).isEqualTo("probation");
    }

    @Test
    void anOperatorDividesTrafficByHandAndAddressesOneRevision() {
        live("divided");
        assertThat(api.deploy(ToolJar.of("divided", "1.1.0").write()).status()).isEqualTo(201);
        Answer divided = divide("divided", "{\"1.0.0\":90,\"1.1.0\":10}");
        assertThat(divided.status()).as(divided.toString()).isEqualTo(200);
        assertThat(divided.body().path("revisions").get(1).path("weight").asInt())
                .isEqualTo(90);
        for (String version : new String[] {"1.0.0", "1.1.0"}) {
            Answer addressed =
                    api.send("GET", "/api/divided/", BodyPublishers.noBody(), "", "Stacksy-Revision", version);
            assertThat(addressed.status()).as(addressed.toString()).isEqualTo(200);
            assertThat(addressed.at("running_version")).isEqualTo(version);
        }
        assertThat(api.send("GET", "/api/divided/", BodyPublishers.noBody(), "", "Stacksy-Revision", "3.0.0")
                        .status())
                .isEqualTo(404);
        assertThat(api.anonymous()
                        .send("GET", "/api/divided/", BodyPublishers.noBody(), "", "Stacksy-Revision", "1.0.0")
                        .status())
                .isEqualTo(401);
        assertThat(divide("divided", "{\"1.0.0\":90}").status()).isEqualTo(422);
        assertThat(divide("divided", "{\"3.0.0\":100}").status()).isEqualTo(422);
    }

    @Test
    void aSecondDeploymentAndARemovalAreRefusedDuringACanary() {
        live("busy");
        canary("busy", "1.1.0", "10:10m");
        Answer second = api.deploy(ToolJar.of("busy", "1.2.0").write());
        assertThat(second.status()).as(second.toString()).isEqualTo(409);
        assertThat(second.at("detail")).isEqualTo("a canary of 'busy' is under way; promote it or abort it first");
        assertThat(api.remove("busy").status()).isEqualTo(409);
        assertThat(steer("busy", "abort").at("state")).isEqualTo("aborted");
        assertThat(api.remove("busy").status()).isEqualTo(200);
    }

    @Test
    void aKillOrAStopDuringACanaryLeavesTheOldRevisionWithAll() {
        Path data = Data.used("canary-killed");
        String rollout;
        try (Node first = Node.on(data).ready()) {
            Api admin = first.admin();
            assertThat(admin.deploy(ToolJar.of("killed", "1.0.0").write()).status())
                    .isEqualTo(201);
            rollout = canary(admin, "killed", "1.1.0", "10:10m").at("id");
            first.kill();
        }
        try (Node second = Node.on(data).ready()) {
            isWhollyOld(second.admin(), rollout);
            rollout = canary(second.admin(), "killed", "1.2.0", "10:10m").at("id");
            assertThat(second.stop()).isZero();
        }
        try (Node third = Node.on(data).ready()) {
            isWhollyOld(third.admin(), rollout);
        }
    }

    private static void isWhollyOld(Api admin, String rollout) {
        JsonNode tool = admin.get("/admin/tools/killed").body();
        assertThat(tool.path("live").asText()).isEqualTo("1.0.0");
        for (JsonNode revision : tool.path("revisions")) {
            boolean old = revision.path("version").asText().equals("1.0.0");
            assertThat(revision.path("weight").asInt()).isEqualTo(old ? 100 : 0);
        }
        for (int i = 0; i < 50; i++) {
            assertThat(admin.anonymous().get("/api/killed/").at("running_version"))
                    .isEqualTo("1.0.0");
        }
        Answer ended = admin.get("/admin/rollouts/" + rollout);
        assertThat(ended.at("state")).as(ended.toString()).isEqualTo("rolled_back");
        assertThat(ended.at("reason")).isEqualTo("the node stopped in the middle of step canary");
    }

    private static void live(String tool) {
        Answer answer = api.deploy(ToolJar.of(tool, "1.0.0").write());
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    }

    private static Answer canary(String tool, String version, String plan) {
        return canary(api, tool, version, plan);
    }

    /** Begins a canary, and returns when it has its share. */
    private static Answer canary(Api admin, String tool, String version, String plan) {
        Answer begun = admin.upload(
                "/admin/tools?canary=" + plan, ToolJar.of(tool, version).write());
        assertThat(begun.status()).as(begun.toString()).isEqualTo(202);
        Eventually.is(
                "the canary has its share",
                () -> admin.get("/admin/tools/" + tool)
                                .body()
                                .path("revisions")
                                .get(0)
                                .path("weight")
                                .asInt()
                        > 0);
        return begun;
    }

    private static JsonNode canaryStep(JsonNode rollout) {
        for (JsonNode step : rollout.path("steps")) {
            if (step.path("name").asText().equals("canary")) {
                return step;
            }
        }
        throw new AssertionError("no canary in " + rollout);
    }

    private static Answer steer(String tool, String word) {
        return api.post("/admin/tools/" + tool + "/" + word + "?wait=true", "");
    }

    private static Answer divide(String tool, String weights) {
        return api.send(
                "PUT", "/admin/tools/" + tool + "/traffic", BodyPublishers.ofString(weights), "application/json");
    }

    private static Callers callers(String tool, long requests) {
        URI uri = node.uri().resolve("/api/" + tool + "/");
        return Callers.on(uri, CALLERS, requests, CONNECTIONS);
    }

    private static String revision(String tool) {
        return api.anonymous().get("/api/" + tool + "/").header("Stacksy-Revision");
    }

    private static double seconds(long begun) {
        return (double) (System.nanoTime() - begun) / TimeUnit.SECONDS.toNanos(1);
    }
}
