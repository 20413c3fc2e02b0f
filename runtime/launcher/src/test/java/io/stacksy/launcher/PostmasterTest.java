package io.stacksy.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostmasterTest {
    private final Path folder;

    PostmasterTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void isNotThereWithoutItsFile() throws IOException {
        assertThat(new Postmaster(folder).find()).isEmpty();
    }

    @Test
    void takesAProcessIdentifierThatIsAnotherProgramsNowOutOfTheWay() throws IOException {
        Path file = write(Long.toString(ProcessHandle.current().pid()));
        assertThat(new Postmaster(folder).find()).isEmpty();
        assertThat(file).doesNotExist();
    }

    @Test
    void leavesAProcessIdentifierThatNothingHasToPostgres() throws IOException {
        Path file = write("2147483646");
        assertThat(new Postmaster(folder).find()).isEmpty();
        assertThat(file).exists();
    }

    @Test
    void doesNotStumbleOverAFileThatSaysNothing() throws IOException {
        write("");
        assertThat(new Postmaster(folder).find()).isEmpty();
    }

    private Path write(String pid) throws IOException {
        return Files.writeString(folder.resolve("postmaster.pid"), pid + "\n" + folder + "\n");
    }
}
