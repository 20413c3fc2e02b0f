package io.stacksy.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.deploy.Removal;
import io.stacksy.deploy.Removal.Kind;
import io.stacksy.deploy.Removal.Outcome;
import io.stacksy.deploy.Removal.Proof;
import io.stacksy.deploy.Rollout;
import io.stacksy.deploy.ToolName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.BundleException;

/** What real bundles leave behind in a real framework, and what becomes of it. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RemovalTest {
    private Path folder;
    private TestFramework node;
    private final ExecutorService pool = Executors.newSingleThreadExecutor(task -> new Thread(task, "a pooled thread"));

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        this.folder = folder;
        pool.submit(() -> {}).get(); // its thread is none that a tool has started
        System.getProperties().put("test.pool", pool);
        this.node = new TestFramework(folder, Duration.ofSeconds(5), Duration.ofMinutes(10));
    }

    @AfterAll
    void stop() throws BundleException, InterruptedException {
        node.stop();
        System.getProperties().remove("test.pool");
        pool.shutdown();
    }

    @Test
    void aCleanToolGetsACleanCertificate() {
        Removal removal = removed("clean", Fixtures.QuietActivator.class);
        assertThat(removal.holders()).isEmpty();
        assertThat(removal.proofs()).allMatch(Proof::given).hasSize(Removal.Subject.values().length);
        assertThat(removal.outcome()).isEqualTo(Outcome.CLEAN);
        assertThat(removal.inMemory()).isFalse();
        assertThat(removal.took())
                .hasValueSatisfying(took -> assertThat(took).isBetween(Duration.ofMillis(500), Duration.ofSeconds(20)));
    }

    @ParameterizedTest
    @MethodSource("leftovers")
    void whatAToolLeavesBehindIsNamedAndMended(Class<?> activator, Kind kind, String name) {
        Removal removal = removed("dirty", activator);
        assertThat(removal.holders()).as("%s", removal).singleElement().satisfies(holder -> {
            assertThat(holder.kind()).isEqualTo(kind);
            assertThat(holder.name()).contains(name);
            assertThat(holder.mended()).isTrue();
        });
        assertThat(removal.outcome()).isEqualTo(Outcome.MENDED);
        assertThat(removal.proofs()).allMatch(Proof::given);
    }

    static Stream<Arguments> leftovers() {
        return Stream.of(
                Arguments.of(Leftover.OfThread.class, Kind.THREAD, "forgotten thread"),
                Arguments.of(Leftover.OfTimer.class, Kind.TIMER, "forgotten timer"),
                Arguments.of(Leftover.OfExecutor.class, Kind.EXECUTOR, "pool-"),
                Arguments.of(Leftover.OfThreadLocal.class, Kind.THREAD_LOCAL, "a pooled thread"),
                Arguments.of(Leftover.OfDriver.class, Kind.JDBC_DRIVER, Leftover.OfDriver.class.getName()),
                Arguments.of(Leftover.OfMBean.class, Kind.MBEAN, "org.example:type=Forgotten"),
                Arguments.of(Leftover.OfHook.class, Kind.SHUTDOWN_HOOK, "forgotten hook"));
    }

    @Test
    void theSeriesOfItsAccountGoWithIt() {
        Rollout rollout = node.deploy(activator("accounted", Fixtures.QuietActivator.class));
        assertThat(rollout.state()).isEqualTo(Rollout.State.LIVE);
        assertThat(series("accounted")).isEqualTo(3);
        removed("accounted");
        assertThat(series("accounted")).isZero();
    }

    private long series(String tool) {
        return node.metrics.scrape(name -> name.startsWith("stacksy_tool_")).stream()
                .flatMap(metric -> metric.getDataPoints().stream())
                .filter(point -> tool.equals(point.getLabels().get("tool")))
                .count();
    }

    private Removal removed(String tool, Class<?> activator) {
        Rollout rollout = node.deploy(activator(tool, activator));
        assertThat(rollout.reason()).isEmpty();
        return removed(tool);
    }

    /** Waits for the verdict: it takes the node a second or two. */
    private Removal removed(String tool) {
        Rollout removal =
                node.ended(node.engine.core().rollouts().remove(new ToolName(tool), Optional.empty(), TestNode.ANN));
        List<Removal> found = List.of();
        while (found.isEmpty()) {
            LockSupport.parkNanos(20_000_000);
            found = node.engine.core().removals(removal.id());
        }
        return found.get(0);
    }

    private Path activator(String tool, Class<?> type) {
        return Jars.bundle("org.example." + tool, "1.0.0")
                .header("Bundle-Activator", type.getName())
                .header("Import-Package", "org.osgi.framework,javax.management")
                .classes(type)
                .in(folder);
    }
}
