package io.stacksy.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stacksy.smoke.Api.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What the plan of a rollout shows, and that a rollout keeps to it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PlanIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OPENAPI = "OSGI-INF/openapi.json";
    private static final String DROPS_TITLE = "drops the column title of the table links";

    private static Node node;
    private static Api api;

    @BeforeAll
    static void start() {
        node = Node.on(Data.used("plan")).ready();
        api = node.admin();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    @Order(1)
    void theDescriptionsOfLinksAreTrue() throws IOException {
        assertThat(described(jar("1.0.0"))).isEqualTo(routes("1.0.0"));
        Answer plan = api.plan(jar("1.1.0"));
        assertThat(plan.at("described_by")).isEqualTo("openapi");
        assertThat(plan.body().path("breaking").asBoolean(true))
                .as(plan.toString())
                .isFalse();
        assertThat(plan.body().at("/verdict/fits").asBoolean(false)).isTrue();
        assertThat(plan.body().at("/migrations/0/script").asText()).isEqualTo("V2__title.sql");
        assertThat(plan.body().at("/migrations/0/effect").asText()).isEqualTo("expanding");
        assertThat(plan.body().at("/rollback/possible").asBoolean(false)).isTrue();
        assertThat(plan.body().path("imports").toString()).contains("jakarta.ws.rs");
        Answer deployed = api.upload("/admin/tools?wait=true&plan=" + plan.at("plan"), jar("1.1.0"));
        assertThat(deployed.status()).as(deployed.toString()).isEqualTo(201);
        assertThat(described(jar("1.1.0"))).isEqualTo(routes("1.1.0"));
    }

    @Test
    @Order(2)
    void aPlanNamesWhatBreaksWhomItBreaksAndWhatIsLost() throws IOException {
        api.post("/api/links", "{\"url\":\"https://example.com/\",\"code\":\"counted\"}");
        for (int i = 0; i < 3; i++) {
            assertThat(api.get("/api/links/counted/stats").status()).isEqualTo(200);
        }
        Path less = without("1.2.0");
        String called = "1 client called GET /api/links/{code}/stats 3 times in 14 days: admin (3)";
        Eventually.is("the calls to be on record", () -> api.plan(less).text().contains(called));
        Answer plan = api.plan(less);
        assertThat(plan.body().at("/changes/0/operation").asText()).isEqualTo("GET /api/links/{code}/stats");
        assertThat(plan.body().at("/changes/0/detail").asText()).isEqualTo("is removed");
        assertThat(plan.body().at("/verdict/detail").asText())
                .isEqualTo("1.2.0 should be 2.0.0 because GET /api/links/{code}/stats is removed");
        assertThat(plan.body().at("/migrations/0/findings/0").asText()).isEqualTo(DROPS_TITLE);
        assertThat(plan.body().at("/rollback/possible").asBoolean(true)).isFalse();
        assertThat(plan.body().at("/obstacles/0/cause").asText()).isEqualTo("data_loss");
        assertThat(plan.body().path("touched_bundles")).isEmpty();
        assertThat(api.plan(without("2.0.0")).body().at("/verdict/fits").asBoolean(false))
                .isTrue();
    }

    @Test
    @Order(3)
    void theCommandShowsIt() throws IOException, InterruptedException {
        Path out = Files.createTempFile(node.data().toAbsolutePath().getParent(), "plan-", ".txt");
        ProcessBuilder command = new ProcessBuilder(
                        Node.HOME.resolve("bin/stacksy").toString(),
                        "plan",
                        without("1.2.0").toString())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        command.environment().put("STACKSY_URL", node.uri().toString());
        command.environment().put("STACKSY_TOKEN", api.accessToken());
        Process process = command.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String shown = Files.readString(out);
        assertThat(process.exitValue()).as(shown).isEqualTo(1);
        assertThat(shown)
                .contains("breaking: GET /api/links/{code}/stats is removed")
                .contains("1.2.0 should be 2.0.0")
                .contains("V3__less.sql, destructive")
                .contains(DROPS_TITLE)
                .contains("links@1.1.0 cannot be rolled back to");
    }

    @Test
    @Order(4)
    void aLossHasToBeMeantAndThenThereIsNoWayBack() throws IOException {
        Path less = without("2.0.0");
        assertThat(api.upload("/admin/tools?wait=true&plan=0123456789abcdef", less)
                        .at("cause"))
                .isEqualTo("plan_outdated");
        Answer refused = api.deploy(less);
        assertThat(refused.status()).as(refused.toString()).isEqualTo(409);
        assertThat(refused.at("cause")).isEqualTo("data_loss");
        assertThat(api.get("/api/links/counted").body().path("title").isMissingNode())
                .isFalse();

        // 2.0.0 has the classes of 1.1.0, which ask for the column that is gone: it is made, and it is not ready
        Answer meant = api.upload("/admin/tools?wait=true&accept_data_loss=true", less);
        assertThat(meant.status()).as(meant.toString()).isIn(201, 502);
        String name = meant.status() == 201 ? "1.1.0" : "1.0.0";
        Answer back = api.post("/admin/tools/links/rollback?wait=true", "{\"to\":\"" + name + "\"}");
        assertThat(back.status()).as(back.toString()).isEqualTo(409);
        assertThat(back.at("detail")).contains("V3__less.sql " + DROPS_TITLE);
    }

    private static Path jar(String version) throws IOException {
        try (Stream<Path> files = Files.walk(Node.HOME)) {
            return files.filter(file -> file.endsWith("io.stacksy.tools.links-" + version + ".jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Set<String> described(Path jar) throws IOException {
        Set<String> operations = new TreeSet<>();
        openApi(jar).path("paths").properties().forEach(path -> path.getValue()
                .fieldNames()
                .forEachRemaining(
                        method -> operations.add(method.toUpperCase(Locale.ROOT) + " /api/links" + path.getKey())));
        return operations;
    }

    private static Set<String> routes(String version) {
        Set<String> routes = new TreeSet<>();
        for (JsonNode revision : api.get("/admin/tools/links").body().path("revisions")) {
            if (revision.path("version").asText().equals(version)) {
                revision.path("routes").forEach(route -> routes.add(route.asText()));
            }
        }
        return routes;
    }

    private static JsonNode openApi(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return JSON.readTree(zip.getInputStream(zip.getEntry(OPENAPI)));
        }
    }

    /** Links 1.1.0 under another version, without its statistics and without its titles. */
    private static Path without(String version) throws IOException {
        Path from = jar("1.1.0");
        Path to = Files.createTempFile(
                Files.createDirectories(Path.of("target/tools")), "links-" + version + "-", ".jar");
        ObjectNode openApi = (ObjectNode) openApi(from);
        ((ObjectNode) openApi.path("paths")).remove("/{code}/stats");
        try (ZipFile zip = new ZipFile(from.toFile())) {
            Manifest manifest;
            try (InputStream in = zip.getInputStream(zip.getEntry("META-INF/MANIFEST.MF"))) {
                manifest = new Manifest(in);
            }
            Attributes headers = manifest.getMainAttributes();
            headers.putValue("Bundle-Version", version);
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(to), manifest)) {
                for (ZipEntry entry : Collections.list(zip.entries())) {
                    if (!entry.getName().startsWith("META-INF/MANIFEST")
                            && !entry.getName().equals(OPENAPI)) {
                        out.putNextEntry(new ZipEntry(entry.getName()));
                        zip.getInputStream(entry).transferTo(out);
                    }
                }
                out.putNextEntry(new ZipEntry(OPENAPI));
                out.write(JSON.writeValueAsBytes(openApi));
                out.putNextEntry(new ZipEntry("db/migration/V3__less.sql"));
                out.write("ALTER TABLE links DROP COLUMN title;".getBytes(StandardCharsets.UTF_8));
            }
        }
        return to;
    }
}
