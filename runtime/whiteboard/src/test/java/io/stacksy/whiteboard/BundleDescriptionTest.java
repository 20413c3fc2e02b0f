package io.stacksy.whiteboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleDescriptionTest {
    private final Path file;

    BundleDescriptionTest(@TempDir Path folder) {
        file = folder.resolve("openapi.json");
    }

    @Test
    void isWhatStandsInTheBundle() throws IOException {
        Files.writeString(file, "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"Äpfel\"}}");
        String description = BundleDescription.read(file.toUri().toURL());
        assertThat(description).isEqualTo("{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"Äpfel\"}}");
        assertThat(MountedApplications.build(new EndpointTest.WithClass(), Optional.of(description))
                        .description())
                .contains(description);
    }

    @Test
    void refusesWhatIsTooLong() throws IOException {
        Files.write(file, new byte[(8 << 20) + 1]);
        assertThatThrownBy(() -> BundleDescription.read(file.toUri().toURL()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("8388608 bytes");
    }

    @Test
    void saysWhatCannotBeRead() {
        assertThatThrownBy(() -> BundleDescription.read(file.toUri().toURL()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("OSGI-INF/openapi.json cannot be read: ");
    }
}
