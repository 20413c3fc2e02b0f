package io.stacksy.dropfolder;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.deploy.Actor;
import io.stacksy.deploy.RolloutException.Reason;
import io.stacksy.deploy.Submission;
import io.stacksy.deploy.ToolName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScanTest {
    private static final Actor ANN = new Actor("ann", "127.0.0.1");

    private final Path folder;
    private final FakeDeployments node = new FakeDeployments();
    private long nanos;
    private Scan scan;

    ScanTest(@TempDir Path folder) {
        this.folder = folder;
        this.scan = scan(Runnable::run);
    }

    private Scan scan(Executor workers) {
        return new Scan(
                new Shelf(folder),
                new Delivery(node),
                workers,
                () -> nanos,
                InstantSource.fixed(Instant.parse("2026-11-01T12:00:00Z")));
    }

    @Test
    void deploysAJarOnceItStaysAsItIs() throws IOException {
        drop("links.jar", "links@1.0.0");
        scan.look();
        assertThat(scan.isPending()).isTrue();
        assertThat(node.calls).isEmpty();
        after(Sightings.SETTLED);
        after(Sightings.SETTLED);
        assertThat(node.calls).containsExactly("deploy links@1.0.0");
        assertThat(node.rollouts(1, Optional.empty()).get(0).startedBy()).isEqualTo(Actor.node("drop folder"));
        assertThat(scan.isPending()).isFalse();
    }

    @Test
    void waitsForAFileThatStillGrows() throws IOException {
        Path jar = folder.resolve("links.jar");
        byte[] whole = bytes("links@1.0.0");
        for (int length = 1; length < whole.length; length += whole.length / 4) {
            Files.write(jar, Arrays.copyOf(whole, length));
            after(Sightings.SETTLED);
            after(Sightings.SETTLED.dividedBy(2));
        }
        assertThat(node.calls).isEmpty();
        Files.write(jar, whole);
        settle();
        assertThat(node.live()).containsExactly("links@1.0.0");
    }

    @Test
    void waitsForAFileThatStoppedBeforeItsEndAndThenRejectsIt() throws IOException {
        Files.writeString(folder.resolve("links.jar"), "half a jar");
        settle();
        after(Sightings.SETTLED);
        assertThat(folder.resolve("links.jar")).exists();
        after(Sightings.STALLED);
        assertThat(folder.resolve("links.jar")).doesNotExist();
        assertThat(folder.resolve("links.jar.rejected")).hasContent("half a jar");
        assertThat(folder.resolve("links.jar.reason"))
                .hasContent(
                        """
                links.jar was not deployed: the file is not a whole jar.
                That was at 2026-11-01T12:00:00Z. What served before serves on. Mend it and copy the jar here again.
                """);
    }

    @Test
    void upgradesByAnotherFileOfThatName() throws IOException {
        drop("links.jar", "links@1.0.0");
        settle();
        drop("links.jar", "links@1.1.0");
        settle();
        assertThat(node.calls).containsExactly("deploy links@1.0.0", "deploy links@1.1.0");
    }

    @Test
    void takesTheSameBytesForNoChange() throws IOException {
        drop("links.jar", "links@1.0.0");
        settle();
        drop("links.jar", "links@1.0.0");
        Files.setLastModifiedTime(folder.resolve("links.jar"), FileTime.from(Instant.parse("2026-11-02T12:00:00Z")));
        settle();
        assertThat(node.calls).containsExactly("deploy links@1.0.0");
    }

    @Test
    void removesTheToolWhoseFileIsAwayForGood() throws IOException {
        drop("links.jar", "links@1.0.0");
        settle();
        Files.delete(folder.resolve("links.jar"));
        scan.look();
        assertThat(node.live()).hasSize(1);
        drop("links.jar", "links@1.0.0");
        settle();
        assertThat(node.calls).containsExactly("deploy links@1.0.0");
        Files.delete(folder.resolve("links.jar"));
        settle();
        assertThat(node.live()).isEmpty();
        settle();
        assertThat(node.calls).containsExactly("deploy links@1.0.0", "remove links");
        assertThat(scan.isPending()).isFalse();
    }

    @Test
    void handsASignatureOnThatLiesBesideTheJar() throws IOException {
        Files.writeString(folder.resolve("links.jar.sig"), "release:c2lnbmF0dXJl\n");
        drop("links.jar", "links@1.0.0");
        settle();
        assertThat(node.calls).containsExactly("deploy links@1.0.0 signed release:c2lnbmF0dXJl");
    }

    @Test
    void leavesAToolThatSomebodyElseDeployedOrUpgraded() throws IOException {
        Path outside = Files.createTempFile("outside", ".jar");
        Files.write(outside, bytes("links@1.0.0"));
        node.deploy(Submission.of(outside), ANN);
        drop("links.jar", "links@1.0.0");
        drop("qr.jar", "qr@1.0.0");
        settle();
        Files.write(outside, bytes("qr@1.1.0"));
        node.deploy(Submission.of(outside), ANN);
        Files.delete(outside);
        Files.delete(folder.resolve("links.jar"));
        Files.delete(folder.resolve("qr.jar"));
        settle();
        assertThat(node.live()).containsExactly("links@1.0.0", "qr@1.1.0");
    }

    @Test
    void leavesAToolRemovedThatAnOperatorRemovedUntilTheFileChanges() throws IOException {
        drop("links.jar", "links@1.0.0");
        settle();
        node.remove(new ToolName("links"), ANN);
        restart();
        settle();
        assertThat(node.live()).isEmpty();
        drop("links.jar", "links@1.0.1");
        settle();
        assertThat(node.live()).containsExactly("links@1.0.1");
    }

    @Test
    void hasNothingToDoAfterARestart() throws IOException {
        drop("links.jar", "links@1.0.0");
        settle();
        restart();
        settle();
        assertThat(node.calls).containsExactly("deploy links@1.0.0");
    }

    @Test
    void followsWhatHappenedWhileTheNodeWasDown() throws IOException {
        drop("links.jar", "links@1.0.0");
        drop("qr.jar", "qr@1.0.0");
        settle();
        Files.delete(folder.resolve("links.jar"));
        drop("qr.jar", "qr@1.1.0");
        restart();
        settle();
        assertThat(node.live()).containsExactly("qr@1.1.0");
    }

    @Test
    void knowsAgainWhatItDeployedWhenItsRegisterIsLost() throws IOException {
        drop("links.jar", "links@1.0.0");
        settle();
        Files.writeString(folder.resolve(Register.FILE), "links.jar=nonsense");
        restart();
        settle();
        Files.delete(folder.resolve("links.jar"));
        settle();
        assertThat(node.live()).isEmpty();
    }

    @Test
    void removesNothingWhenTheFolderIsAnotherOne() throws IOException {
        drop("links.jar", "links@1.0.0");
        settle();
        Files.delete(folder.resolve("links.jar"));
        Files.delete(folder.resolve(Register.FILE));
        settle();
        settle();
        assertThat(node.live()).containsExactly("links@1.0.0");
    }

    @Test
    void saysThatTheFolderIsAwayAndRemovesNothing() throws IOException {
        drop("links.jar", "links@1.0.0");
        settle();
        Path elsewhere = folder.resolveSibling(folder.getFileName() + "-elsewhere");
        Files.move(folder, elsewhere);
        settle();
        assertThat(scan.trouble()).hasValueSatisfying(why -> assertThat(why).contains("cannot be used"));
        Files.move(elsewhere, folder);
        settle();
        assertThat(scan.trouble()).isEmpty();
        assertThat(node.calls).containsExactly("deploy links@1.0.0");
    }

    @Test
    void rejectsWhatIsRolledBackAndKeepsWhatServes() throws IOException {
        drop("links.jar", "links@1.0.0");
        settle();
        node.fail("links@1.1.0", Reason.NOT_READY);
        drop("links.jar", "links@1.1.0");
        settle();
        settle();
        assertThat(folder.resolve("links.jar.rejected")).exists();
        assertThat(folder.resolve("links.jar.reason")).content().contains("links@1.1.0 did not get ready (rollout ");
        assertThat(node.live()).containsExactly("links@1.0.0");
        restart();
        settle();
        assertThat(node.live()).containsExactly("links@1.0.0");
    }

    @Test
    void clearsARejectionWhenAGoodCopyComes() throws IOException {
        node.fail("links@1.0.0", Reason.START_FAILED);
        drop("links.jar", "links@1.0.0");
        settle();
        assertThat(folder.resolve("links.jar.rejected")).exists();
        node.mend();
        drop("links.jar", "links@1.0.0");
        settle();
        assertThat(node.live()).containsExactly("links@1.0.0");
        assertThat(folder.resolve("links.jar.rejected")).doesNotExist();
        assertThat(folder.resolve("links.jar.reason")).doesNotExist();
        Files.delete(folder.resolve("links.jar"));
        settle();
        assertThat(node.live()).isEmpty();
    }

    @Test
    void triesAgainWhatSomethingElseStandsInTheWayOf() throws IOException {
        node.refuse("deploy links@1.0.0", Reason.BUSY, "another rollout is under way");
        drop("links.jar", "links@1.0.0");
        settle();
        after(Duration.ofSeconds(1));
        assertThat(node.calls).hasSize(1);
        node.mend();
        after(Duration.ofSeconds(5));
        assertThat(node.live()).containsExactly("links@1.0.0");
        node.refuse("remove links", Reason.LEDGER_UNAVAILABLE, "the database is not available");
        Files.delete(folder.resolve("links.jar"));
        settle();
        after(Duration.ofSeconds(1));
        assertThat(node.calls).containsOnlyOnce("remove links");
        node.mend();
        after(Duration.ofSeconds(5));
        assertThat(node.live()).isEmpty();
    }

    @Test
    void forgetsAFileWhoseToolMayNotBeRemoved() throws IOException {
        drop("links.jar", "links@1.0.0");
        settle();
        node.refuse("remove links", Reason.WRONG_STATE, "no");
        Files.delete(folder.resolve("links.jar"));
        settle();
        after(Duration.ofMinutes(1));
        assertThat(node.calls).containsOnlyOnce("remove links");
        assertThat(scan.isPending()).isFalse();
    }

    @Test
    void deploysTwoFilesOfOneToolInTheOrderOfTheirAge() throws IOException {
        drop("a.jar", "links@1.1.0");
        drop("b.jar", "links@1.0.0");
        age("b.jar", Duration.ofDays(2));
        age("a.jar", Duration.ofDays(1));
        settle();
        assertThat(node.calls).containsExactly("deploy links@1.0.0", "deploy links@1.1.0");
        Files.delete(folder.resolve("b.jar"));
        settle();
        assertThat(node.live()).containsExactly("links@1.1.0");
    }

    @Test
    void runsOneRolloutAtATimeForEachTool() throws IOException {
        List<Runnable> begun = new ArrayList<>();
        scan = scan(begun::add);
        drop("a.jar", "links@1.0.0");
        drop("b.jar", "links@1.1.0");
        drop("c.jar", "qr@1.0.0");
        age("a.jar", Duration.ofDays(1));
        settle();
        settle();
        assertThat(begun).hasSize(2);
        List.copyOf(begun).forEach(Runnable::run);
        assertThat(node.live()).containsExactly("links@1.0.0", "qr@1.0.0");
        settle();
        begun.get(2).run();
        assertThat(node.live()).containsExactly("links@1.1.0", "qr@1.0.0");
    }

    @Test
    void removesWhatAFileBroughtThatBringsAnotherToolNow() throws IOException {
        drop("tool.jar", "links@1.0.0");
        settle();
        drop("tool.jar", "qr@1.0.0");
        settle();
        assertThat(node.live()).containsExactly("qr@1.0.0");
    }

    @Test
    void passesOverWhatIsNoJar() throws IOException {
        Files.write(folder.resolve(".hidden.jar"), bytes("links@1.0.0"));
        Files.write(folder.resolve("links.jar.part"), bytes("links@1.0.0"));
        Files.createDirectory(folder.resolve("folder.jar"));
        settle();
        assertThat(node.calls).isEmpty();
        assertThat(scan.isPending()).isFalse();
    }

    @Test
    void leavesNoCopyBehind() throws IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        List<Path> before = copies(temporary);
        drop("links.jar", "links@1.0.0");
        settle();
        Files.writeString(folder.resolve("bad.jar"), "bad");
        settle();
        after(Sightings.STALLED);
        assertThat(folder.resolve("bad.jar.rejected")).exists();
        assertThat(copies(temporary)).isEqualTo(before);
    }

    private static List<Path> copies(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("stacksy-drop-"))
                    .sorted()
                    .toList();
        }
    }

    private void restart() {
        scan = scan(Runnable::run);
    }

    private void settle() {
        scan.look();
        after(Sightings.SETTLED);
        scan.look();
    }

    private void after(Duration time) {
        nanos += time.toNanos();
        scan.look();
    }

    private void age(String name, Duration age) throws IOException {
        Files.setLastModifiedTime(
                folder.resolve(name),
                FileTime.from(Instant.parse("2026-11-01T12:00:00Z").minus(age)));
    }

    private void drop(String name, String tool) throws IOException {
        Path fresh = folder.resolve(name + ".part");
        Files.write(fresh, bytes(tool));
        Files.move(fresh, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    private static byte[] bytes(String tool) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (OutputStream out = bytes;
                ZipOutputStream zip = new ZipOutputStream(out)) {
            ZipEntry entry = new ZipEntry("tool");
            entry.setTime(0);
            zip.putNextEntry(entry);
            zip.write(tool.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
