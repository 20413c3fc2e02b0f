package io.stacksy.dropfolder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DropFolderTest {
    @Test
    void saysHowItIsAndEndsItsThreads(@TempDir Path folder) throws InterruptedException {
        DropFolder drop = new DropFolder(folder, new FakeDeployments());
        assertThat(drop.execute().getStatus()).isEqualTo(Result.Status.OK);
        drop.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("stacksy-drop-folder");
    }
}
