package io.stacksy.dropfolder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class WakeupTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final Path folder;

    WakeupTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void wakesWhenSomethingHappensInTheFolder() throws IOException, InterruptedException {
        try (Wakeup wakeup = new Wakeup(folder)) {
            assertThat(wakeup.await(Duration.ZERO)).isFalse();
            Files.createFile(folder.resolve("links.jar"));
            assertThat(wakeup.await(LONG)).isTrue();
        }
    }

    @Test
    void wakesAgainForAFolderThatWasMadeAnew() throws IOException, InterruptedException {
        Path drop = Files.createDirectory(folder.resolve("drop"));
        try (Wakeup wakeup = new Wakeup(drop)) {
            assertThat(wakeup.await(Duration.ZERO)).isFalse();
            Files.delete(drop);
            Files.createDirectory(drop);
            int files = 0;
            do {
                Files.createFile(drop.resolve("links-" + files++ + ".jar"));
            } while (!wakeup.await(Duration.ofMillis(100)) || files < 2); // the first may tell of the deletion
        }
    }

    @Test
    void doesNotWaitOnceItIsClosed() throws InterruptedException {
        Wakeup wakeup = new Wakeup(folder);
        wakeup.close();
        wakeup.pause(LONG);
        assertThat(wakeup.await(LONG)).isFalse();
    }
}
