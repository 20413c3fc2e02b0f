package io.stacksy.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The commands of the README, as they stand there, in a folder that looks like a checkout. They build it anew. */
@Tag("alone")
class TourIT {
    private static final Path ROOT =
            Path.of(System.getProperty("stacksy.root")).toAbsolutePath().normalize();
    private static final Pattern BLOCK = Pattern.compile("```bash (tour(?::node)?)\n(.*?)```", Pattern.DOTALL);

    @Test
    void everyCommandOfTheTourDoesWhatTheReadmeSays() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target/tour")), "tour-")
                .toAbsolutePath();
        Files.createSymbolicLink(folder.resolve("stacksy"), ROOT.resolve("stacksy"));
        Files.createSymbolicLink(folder.resolve("tool-bundles"), ROOT.resolve("tool-bundles"));
        int port = Node.freePort();
        String readme = Files.readString(ROOT.resolve("README.md"));
        StringBuilder script = new StringBuilder("set -e\n");
        String node = "";
        for (Matcher block = BLOCK.matcher(readme); block.find(); ) {
            if (block.group(1).equals("tour:node")) {
                node = block.group(2);
            } else {
                script.append(block.group(2));
            }
        }
        assertThat(node.strip()).isEqualTo("./stacksy run");
        assertThat(script.toString()).contains("deploy", "rollback", "remove");

        try (Node running = Node.on(folder.resolve("data"))
                .withoutClassArchive()
                .argument("--port", Integer.toString(port))
                .ready()) {
            Path output = folder.resolve("output.txt");
            ProcessBuilder builder = new ProcessBuilder(
                            "bash", "-c", script.toString().replace("127.0.0.1:8080", "127.0.0.1:" + port))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().put("STACKSY_URL", running.uri().toString());
            builder.environment()
                    .put("XDG_CONFIG_HOME", folder.resolve("config").toString());
            Process tour = builder.start();
            boolean ended = tour.waitFor(600, TimeUnit.SECONDS);
            String said = Files.readString(output);
            assertThat(ended).as(said).isTrue();
            assertThat(tour.exitValue()).as(said).isZero();
            assertThat(Files.readAllLines(folder.resolve("answers.txt")))
                    .as(said)
                    .hasSize(1000)
                    .containsOnly("302");
            assertThat(said)
                    .contains("302 https://www.osgi.org/", "1.1.0", "The home of OSGi", "\"status\":404")
                    .endsWith("302\n");
            assertThat(List.of(said.split("\n"))).anyMatch(line -> line.strip().equals("1000 302"));
            assertThat(running.stop()).isZero();
        }
    }
}
