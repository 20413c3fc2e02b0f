package io.stacksy.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    private final Path folder;

    DataFolderTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void isForItsOwnerAlone() throws IOException {
        try (DataFolder data = DataFolder.open(folder.resolve("new/data"))) {
            assertThat(permissions(data.path(""))).isEqualTo("rwx------");
            assertThat(permissions(data.path("lock"))).isEqualTo("rw-------");
        }
    }

    @Test
    void belongsToOneNodeAtATime() throws IOException {
        try (DataFolder first = DataFolder.open(folder)) {
            assertThatThrownBy(() -> DataFolder.open(folder))
                    .isInstanceOf(StartException.class)
                    .hasMessage(
                            "the data folder " + first.path("").toRealPath() + " is in use by another node (process "
                                    + ProcessHandle.current().pid()
                                    + "): stop that one, or choose another folder with --data");
        }
        DataFolder.open(folder).close();
    }

    @Test
    void keepsASecretThatItMadeUp() throws IOException {
        try (DataFolder data = DataFolder.open(folder)) {
            String secret = data.secret("password");
            assertThat(secret).hasSize(32);
            assertThat(data.secret("password")).isEqualTo(secret);
            assertThat(permissions(data.path("password"))).isEqualTo("rw-------");
        }
    }

    @Test
    void cannotBeAFile() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> DataFolder.open(file)).hasMessageStartingWith("cannot use the data folder " + file);
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
