package io.stacksy.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminResetTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Path folder;
    private final Path file;

    AdminResetTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.file = folder.resolve("admin-reset");
        Files.createFile(folder.resolve("master-key"));
    }

    @Test
    void aNodeThatDoesNotRunFindsThePasswordWhenItStarts() throws Exception {
        Files.createFile(folder.resolve("admin-password"));

        assertThat(reset(Duration.ZERO)).isZero();
        assertThat(said())
                .isEqualTo("administrator: admin\npassword: " + left()
                        + "\nthe node does not run: the password holds from its next start on\n");
        assertThat(left()).matches("[0-9A-Za-z]{24}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(folder.resolve("admin-password")).doesNotExist();
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(file, folder.resolve("master-key"));
        }
    }

    @Test
    void aNodeThatRunsTakesThePassword() throws Exception {
        DataFolder data = DataFolder.open(folder);
        try (data) {
            CompletableFuture<String> node = CompletableFuture.supplyAsync(this::take);
            assertThat(reset(Duration.ofSeconds(60))).isZero();
            assertThat(said()).isEqualTo("administrator: admin\npassword: " + node.join() + "\n");
        }
    }

    @Test
    void aNodeThatDoesNotTakeThePasswordIsTold() throws Exception {
        DataFolder data = DataFolder.open(folder);
        try (data) {
            assertThat(reset(Duration.ZERO)).isEqualTo(1);
            assertThat(said()).contains("password: " + left()).contains("has not taken the password yet");
        }
    }

    @Test
    void aFolderWithoutANodeIsLeftAlone() throws IOException {
        Files.delete(folder.resolve("master-key"));
        assertThatThrownBy(() -> reset(Duration.ZERO))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("there is no node's data in " + folder);
        assertThat(file).doesNotExist();
    }

    private int reset(Duration patience) throws InterruptedException {
        return new AdminReset(folder, patience, new PrintStream(out, true, StandardCharsets.UTF_8)).reset();
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String left() throws IOException {
        return Files.readString(file).strip();
    }

    /** As a node does. */
    private String take() {
        try {
            while (!Files.exists(file)) {
                Thread.onSpinWait();
            }
            String password = left();
            Files.delete(file);
            return password;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
