package io.stacksy.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.smoke.Api.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bundles that must not get into service: each is refused with the cause and the mend, and what was live serves on. */
class BadToolsIT {
    private static Node node;
    private static Api api;

    @BeforeAll
    static void start() {
        node = Node.on(Data.used("bad")).with("STACKSY_ROLLOUT_TIMEOUT", "3s").ready();
        api = node.admin();
        assertThat(api.deploy(ToolJar.of("good", "1.0.0").write()).status()).isEqualTo(201);
    }

    @AfterAll
    static void stop() {
        node.kill(); // an orderly end waits for what its tools do not let go of
        node.close();
    }

    @AfterEach
    void theRevisionBeforeServesOn() {
        Answer hello = api.anonymous().get("/api/good/");
        assertThat(hello.status()).isEqualTo(200);
        assertThat(hello.at("running_version")).isEqualTo("1.0.0");
        Answer tool = api.get("/admin/tools/good");
        assertThat(tool.at("live")).isEqualTo("1.0.0");
    }

    @Test
    void aMissingPackageIsNamed() {
        refused(
                424,
                ToolJar.of("good", "2.0.0")
                        .header("Import-Package", "com.acme.billing;version=\"[3.2,4)\",*")
                        .write(),
                "com.acme.billing",
                "3.2");
    }

    @Test
    void aThrowingActivatorIsNamed() {
        refused(
                502,
                ToolJar.of("good", "2.0.1")
                        .fixtures("throwingactivator")
                        .activator("throwingactivator.Throwing")
                        .write(),
                "no licence file");
    }

    @Test
    void aThrowingComponentIsNamed() {
        refused(
                502,
                ToolJar.of("good", "2.0.2").fixtures("throwingcomponent").write(),
                "Throwing",
                "the dictionary is missing");
    }

    @Test
    void anUnsatisfiedReferenceIsNamed() {
        refused(
                502,
                ToolJar.of("good", "2.0.3").fixtures("unsatisfied").write(),
                "Waiting",
                "java.util.concurrent.Callable");
    }

    @Test
    void anActivatorThatNeverReturnsIsGivenUp() {
        refused(
                502,
                ToolJar.of("good", "2.0.4")
                        .fixtures("hanging")
                        .activator("hanging.Hanging")
                        .write(),
                "3000 ms");
        assertThat(api.deploy(ToolJar.of("after-hanging", "1.0.0").write()).status())
                .isEqualTo(201);
    }

    @Test
    void aToolThatNeverGetsReadyIsGivenUpWithWhatItSays() {
        refused(502, ToolJar.of("good", "2.0.5").fixtures("hello", "unready").write(), "the index is not built");
    }

    @Test
    void aBundleWithNothingToServeIsRefused() {
        refused(
                502,
                ToolJar.of("good", "2.0.6")
                        .fixtures("unready")
                        .header("-dsannotations", "")
                        .write(),
                "resource");
    }

    @Test
    void anotherContentTypeIsRefused() throws IOException {
        Path jar = ToolJar.of("good", "2.0.7").write();
        Answer answer = api.send("POST", "/admin/tools?wait=true", BodyPublishers.ofFile(jar), "text/plain");
        assertThat(answer.status()).as(answer.toString()).isEqualTo(415);
        assertThat(answer.text()).contains("application/java-archive");
    }

    @Test
    void aFileThatIsNoJarIsRefused() throws IOException {
        Path text = Files.writeString(temporary(), "#!/bin/sh\necho hello\n");
        refused(422, text, "jar");
    }

    @Test
    void aTruncatedJarIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(ToolJar.of("good", "2.0.8").write());
        refused(422, Files.write(temporary(), Arrays.copyOf(whole, whole.length / 2)), "jar");
    }

    @Test
    void aJarThatIsNoBundleIsRefused() throws IOException {
        Path plain = temporary();
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        try (OutputStream file = Files.newOutputStream(plain)) {
            new JarOutputStream(file, manifest).close();
        }
        refused(422, plain, "Bundle-SymbolicName", "bnd-maven-plugin");
    }

    @ParameterizedTest
    @EnumSource
    void statement34_aHostileArchiveIsRefusedSoonAndLeavesNothing(HostileJar hostile) throws IOException {
        Path jar = hostile.write();
        List<Path> before = files();
        long begin = System.nanoTime();
        Answer answer = api.deploy(jar);
        long millis = (System.nanoTime() - begin) / 1_000_000;
        assertThat(answer.status()).as(answer.toString()).isIn(413, 422);
        assertThat(answer.at("detail")).contains(hostile.named);
        assertThat(millis).isLessThan(10_000); // 2 s on a machine that does nothing else
        assertThat(files()).isEqualTo(before);
        Files.delete(jar);
    }

    /** What the node keeps of bundles, and what an upload leaves in its temporary folder. */
    private static List<Path> files() throws IOException {
        try (Stream<Path> blobs = Files.walk(node.data().resolve("blobs"))) {
            return blobs.sorted().toList();
        }
    }

    @Test
    void statement35_aRevisionThatDoesNotGetReadyNeverTakesTheOldOneOutOfService() {
        List<ToolJar> bad = List.of(
                ToolJar.of("good", "2.3.0").fixtures("hanging").activator("hanging.Hanging"),
                ToolJar.of("good", "2.3.1").fixtures("throwingactivator").activator("throwingactivator.Throwing"),
                ToolJar.of("good", "2.3.2").fixtures("looping").activator("looping.Looping"),
                ToolJar.of("good", "2.3.3").fixtures("hello", "unready"));
        try (Load load = Load.on(node.uri().resolve("/api/good/"), 2, Load::wholly)) {
            bad.forEach(jar -> assertThat(api.deploy(jar.write()).status()).isEqualTo(502));
            Load.Result result = load.stop();
            assertThat(result.failures()).as(result.toString()).isZero();
            assertThat(result.revisions()).containsOnlyKeys("1.0.0");
        }
    }

    @Test
    void changedBytesUnderAnOldVersionAreRefused() {
        refused(409, ToolJar.of("good", "1.0.0").file("more.txt", "more").write(), "1.0.0", "raise");
    }

    @Test
    void anotherToolsAliasIsRefused() {
        assertThat(api.deploy(ToolJar.of("owner", "1.0.0").alias("/own").write())
                        .status())
                .isEqualTo(201);
        refused(409, ToolJar.of("good", "2.1.0").alias("/own").write(), "/own", "owner");
    }

    @Test
    void aPlatformPathIsNoAlias() {
        refused(409, ToolJar.of("good", "2.1.1").alias("/admin").write(), "/admin");
    }

    @Test
    void anExportedPlatformPackageIsRefused() {
        refused(
                422,
                ToolJar.of("good", "2.1.2")
                        .header("Export-Package", "io.stacksy.smoke.fixture.hello")
                        .write(),
                "io.stacksy");
    }

    @Test
    void aBrokenMigrationIsNamedAndMendedUnderTheSameName() {
        refused(
                502,
                ToolJar.of("good", "2.2.0")
                        .file("db/migration/V1__notes.sql", "CREATE TABLE notes (id bigint;")
                        .write(),
                "V1__notes.sql",
                "syntax error");
        Answer mended = api.deploy(ToolJar.of("mended", "1.0.0")
                .file("db/migration/V1__notes.sql", "CREATE TABLE notes (id bigint)")
                .write());
        assertThat(mended.status()).as(mended.toString()).isEqualTo(201);
    }

    private static void refused(int status, Path jar, String... named) {
        Answer answer = api.deploy(jar);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.at("detail")).contains(named).doesNotContain("Exception:");
        assertThat(answer.at("request_id")).isEqualTo(answer.header("X-Request-Id"));
    }

    private static Path temporary() throws IOException {
        return Files.createTempFile(Files.createDirectories(Path.of("target/tools")), "bad", ".jar");
    }
}
