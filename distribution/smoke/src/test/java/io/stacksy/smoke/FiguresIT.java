package io.stacksy.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.smoke.Api.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Measures what a user waits for; the lines that it prints stand in {@code docs/benchmarks.md}. */
@Tag("benchmark")
class FiguresIT {
    private static final int STARTS = 7;
    private static final int UPGRADES = 30;

    @Test
    void startAndMemory() throws IOException {
        Path data = Data.empty("start");
        try (Node node = Node.on(data).ready()) {
            System.out.printf("| first start, empty data folder | %d ms |%n", node.readyAfter());
            node.stop();
        }
        long[] millis = new long[STARTS];
        long[] kilobytes = new long[STARTS];
        for (int i = 0; i < STARTS; i++) {
            try (Node node = Node.on(data).ready()) {
                millis[i] = node.readyAfter();
                node.admin().get("/admin/tools");
                kilobytes[i] = residentKilobytes(node);
                node.stop();
            }
        }
        System.out.printf("| start on existing data, median of %d | %d ms |%n", STARTS, median(millis));
        System.out.printf("| resident memory of the idle JVM, median | %d MB |%n", median(kilobytes) / 1024);
    }

    @Test
    void fromUploadToTheFirstAnswer() {
        try (Node node = Node.on(Data.used("upload")).ready()) {
            Api api = node.admin();
            Path links = links();
            assertThat(api.deploy(links).status()).isEqualTo(201);
            assertThat(api.post("/api/links", "{\"url\":\"https://example.com/\",\"code\":\"first\"}")
                            .status())
                    .isEqualTo(201);
            long[] millis = new long[UPGRADES];
            for (int i = 0; i < UPGRADES; i++) {
                String version = "1.1." + (i + 1);
                Path jar = ToolJar.again(links, version);
                long begin = System.nanoTime();
                CompletableFuture<Long> first = CompletableFuture.supplyAsync(() -> {
                    Api client = new Api(node.uri());
                    while (!client.get("/l/first").header("Stacksy-Revision").equals(version)) {
                        Thread.onSpinWait();
                    }
                    return System.nanoTime();
                });
                Answer rollout = api.deploy(jar);
                assertThat(rollout.status()).as(rollout.toString()).isEqualTo(201);
                millis[i] = (first.join() - begin) / 1_000_000;
            }
            System.out.printf(
                    "| `links`, upload to first answer of the new revision, %d upgrades | median %d ms, last ten %d ms, slowest"
                            + " %d ms |%n",
                    UPGRADES,
                    median(millis),
                    median(Arrays.copyOfRange(millis, UPGRADES - 10, UPGRADES)),
                    Arrays.stream(millis).max().orElseThrow());
        }
    }

    private static Path links() {
        return Node.HOME.resolve("examples/io.stacksy.tools.links-1.1.0.jar");
    }

    private static long residentKilobytes(Node node) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + node.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    private static long median(long[] values) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
