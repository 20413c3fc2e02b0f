package io.stacksy.smoke;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.smoke.Api.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How a node starts, refuses to, and ends. */
class LifecycleIT {
    @Test
    void aFirstStartPrintsThePasswordOnceAndLeavesItInAFileOfItsOwn() throws IOException {
        Path data = Data.empty("first");
        try (Node node = Node.on(data).ready()) {
            String password = node.adminPassword();
            assertThat(node.output())
                    .filteredOn(line -> line.contains(password))
                    .hasSize(1);
            assertThat(Files.getPosixFilePermissions(data.resolve("admin-password")))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            assertThat(node.admin().get("/auth/me").at("username")).isEqualTo("admin");
            assertThat(node.stop()).isZero();
            assertThat(node.orphan()).isEmpty();
        }
        try (Node node = Node.on(data).ready()) {
            assertThat(node.output()).noneMatch(line -> line.contains(node.adminPassword()));
            System.out.println("ready on existing data after " + node.readyAfter() + " ms");
            assertThat(node.stop()).isZero();
        }
    }

    @Test
    void theClassesOfARunAreSharedByTheNextUnlessTheirFileIsNotAsItWas() throws IOException {
        Path data = Data.used("classes");
        Path archive = classArchive(data);
        try (Node node = Node.on(data).ready()) {
            assertThat(node.commandLine()).contains("-XX:SharedArchiveFile=" + archive);
            assertThat(node.stop()).isZero();
        }
        assertThat(classArchive(data)).isEqualTo(archive);

        assertThat(archive.toFile().setWritable(true)).isTrue();
        try (FileChannel file = FileChannel.open(archive, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap("not what was there".getBytes(US_ASCII)), file.size() / 2);
        }
        try (Node node = Node.on(data).ready()) {
            assertThat(node.commandLine()).doesNotContain("SharedArchiveFile");
            assertThat(node.stop()).isZero();
        }
        assertThat(classArchive(data)).isNotEqualTo(archive);
    }

    private static Path classArchive(Path data) throws IOException {
        try (Stream<Path> files = Files.list(data.toAbsolutePath())) {
            List<Path> archives = files.filter(
                            file -> file.getFileName().toString().startsWith("classes-"))
                    .toList();
            assertThat(archives).hasSize(1);
            return archives.get(0);
        }
    }

    @Test
    void theAdministratorsPasswordMayBeGiven() {
        try (Node node = Node.on(Data.empty("given"))
                .withoutClassArchive()
                .with("STACKSY_ADMIN_PASSWORD", "correct horse battery")
                .ready()) {
            assertThat(new Api(node.uri())
                            .login("admin", "correct horse battery")
                            .get("/auth/me")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void endingItLetsRequestsUnderWayFinish() {
        try (Node node = Node.on(Data.used("drain")).ready()) {
            Api api = node.admin();
            assertThat(api.deploy(ToolJar.of("hello", "1.0.0").write()).status())
                    .isEqualTo(201);
            CompletableFuture<Answer> pending =
                    CompletableFuture.supplyAsync(() -> api.anonymous().get("/api/hello/slow?millis=2000"));
            while (api.get("/admin/tools/hello")
                            .body()
                            .path("revisions")
                            .get(0)
                            .path("in_flight")
                            .asInt()
                    == 0) {
                Thread.onSpinWait();
            }
            assertThat(node.stop()).as(node.transcript()).isZero();
            Answer answer = pending.join();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Connection")).isEqualToIgnoringCase("close");
        }
    }

    @Test
    void afterAKillThePostgresThatWasLeftIsTakenCareOf() {
        Path data = Data.used("killed");
        try (Node node = Node.on(data).ready()) {
            assertThat(node.admin().deploy(ToolJar.of("kept", "1.0.0").write()).status())
                    .isEqualTo(201);
            node.kill();
            assertThat(node.orphan()).isPresent();
            try (Node again = Node.on(data).ready()) {
                assertThat(again.admin().get("/api/kept/").at("running_version"))
                        .isEqualTo("1.0.0");
                assertThat(again.stop()).isZero();
            }
            assertThat(node.orphan()).isEmpty();
        }
    }

    @Test
    void aPortInUseIsSaidInOneLine() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            refused(Node.on(Data.empty("port")).argument("--port", port), port);
        }
    }

    @Test
    void aDataFolderInUseIsSaidInOneLine() {
        Path data = Data.used("used");
        try (Node node = Node.on(data).ready()) {
            refused(Node.on(data), data.getFileName().toString());
            assertThat(node.stop()).isZero();
        }
    }

    @Test
    void aBadSettingIsSaidInOneLine() {
        refused(
                Node.on(Data.empty("bad-setting")).with("STACKSY_DRAIN_TIMEOUT", "soon"),
                "STACKSY_DRAIN_TIMEOUT",
                "30s");
    }

    @Test
    void anUnknownSettingIsSaidInOneLineWithTheNearestKnown() {
        refused(
                Node.on(Data.empty("unknown")).with("STACKSY_DRAIN_TIMEOT", "3s"),
                "STACKSY_DRAIN_TIMEOT",
                "STACKSY_DRAIN_TIMEOUT");
    }

    @Test
    void aDatabaseThatIsAwayIsSaidInOneLine() {
        refused(
                Node.on(Data.empty("away"))
                        .with("STACKSY_DATABASE_URL", "jdbc:postgresql://127.0.0.1:" + Node.freePort() + "/stacksy")
                        .with("STACKSY_DATABASE_USER", "stacksy")
                        .with("STACKSY_DATABASE_PASSWORD", "secret-word"),
                "127.0.0.1");
    }

    private static void refused(Start start, String... named) {
        try (Node node = start.launch()) {
            assertThat(node.exit()).as(node.transcript()).isEqualTo(2);
            assertThat(node.errors()).as(node.transcript()).hasSize(1);
            assertThat(node.errors().get(0)).contains(named).doesNotContain("secret-word");
        }
    }
}
