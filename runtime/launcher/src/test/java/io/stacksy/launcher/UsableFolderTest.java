package io.stacksy.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsableFolderTest {
    private final Path folder;

    UsableFolderTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void makesWhatIsMissingAndLeavesWhatIsThere() {
        Path drop = folder.resolve("a/drop");
        UsableFolder.prepare(Setting.DROP_FOLDER, drop);
        UsableFolder.prepare(Setting.DROP_FOLDER, drop);
        assertThat(drop).isEmptyDirectory();
    }

    @Test
    void refusesWhatIsNoFolder() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> UsableFolder.prepare(Setting.DROP_FOLDER, file))
                .isInstanceOf(StartException.class)
                .hasMessage("STACKSY_DROP_FOLDER is " + file
                        + ", which cannot be used (not a folder): correct the path or its rights, or leave it out");
        assertThatThrownBy(() -> UsableFolder.prepare(Setting.DROP_FOLDER, file.resolve("below")))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("which cannot be used");
    }
}
