package io.stacksy.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.deploy.Plan;
import io.stacksy.deploy.Revision;
import io.stacksy.deploy.Rollout;
import io.stacksy.deploy.Rollout.State;
import io.stacksy.deploy.RolloutException.Reason;
import io.stacksy.deploy.Submission;
import io.stacksy.deploy.Tool;
import io.stacksy.deploy.ToolName;
import io.stacksy.deploy.ToolService;
import java.io.IOException;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.apache.felix.hc.api.HealthCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.BundleWiring;

@Timeout(60)
class FrameworkBundlesTest {
    private final Path folder;
    private final TestFramework node;

    FrameworkBundlesTest(@TempDir Path folder) throws BundleException, IOException, InterruptedException {
        this.folder = folder;
        this.node = new TestFramework(folder, Duration.ofSeconds(2), Duration.ofMinutes(10));
    }

    @AfterEach
    void stop() throws BundleException, InterruptedException {
        node.stop();
    }

    @Test
    void bringsABundleOfComponentsIntoServiceAndOutOfIt() {
        Path first = component("1.0.0", Fixtures.Good.class, "").in(folder);
        assertThat(node.deploy(first).state()).isEqualTo(State.LIVE);
        assertThat(node.deploy(component("1.1.0", Fixtures.Good.class, "").in(folder))
                        .state())
                .isEqualTo(State.LIVE);
        assertThat(node.toolBundles()).hasSize(2);
        node.ended(node.engine.core().rollouts().remove(new ToolName("echo"), Optional.empty(), TestNode.ANN));
        assertThat(node.toolBundles()).isEmpty();
    }

    @Test
    void namesThePackageThatIsMissing() {
        Path jar = activator("1.0.0", Fixtures.ThrowingActivator.class)
                .header("Import-Package", "org.osgi.framework,com.example.maps;version=\"[1.2,2)\"")
                .in(folder);
        Rollout rollout = node.deploy(jar);
        assertFailed(
                rollout,
                Reason.UNRESOLVED,
                "echo@1.0.0 imports the package com.example.maps [1.2.0,2.0.0), which this node does not have");
        assertThat(node.engine.core().planning().plan(Submission.of(jar)).obstacles())
                .extracting(Plan.Obstacle::detail)
                .containsExactly(rollout.reason().orElseThrow());
    }

    @Test
    void namesTheVersionThatTheNodeHas() {
        Path jar = activator("1.0.0", Fixtures.ThrowingActivator.class)
                .header("Import-Package", "org.osgi.framework,io.stacksy.tool;version=\"[2,3)\"")
                .in(folder);
        assertFailed(
                node.deploy(jar),
                Reason.UNRESOLVED,
                "imports the package io.stacksy.tool [2.0.0,3.0.0), and this node has 1.0.0");
    }

    @Test
    void offersToolsNothingOfThePlatformButItsApi() {
        Path jar = activator("1.0.0", Fixtures.ThrowingActivator.class)
                .header("Import-Package", "org.osgi.framework,io.stacksy.store")
                .in(folder);
        assertFailed(node.deploy(jar), Reason.UNRESOLVED, "imports the package io.stacksy.store");
    }

    @Test
    void doesNotWireOneToolToAnother() {
        Path exporter = Jars.bundle("org.example.shared", "1.0.0")
                .header("Export-Package", "org.example.shared;version=1.0")
                .entry("org/example/shared/a.txt", "a")
                .in(folder);
        assertThat(node.deploy(exporter).state()).isEqualTo(State.LIVE);
        Path importer = activator("1.0.0", Fixtures.ThrowingActivator.class)
                .header("Import-Package", "org.osgi.framework,org.example.shared")
                .in(folder);
        assertFailed(node.deploy(importer), Reason.UNRESOLVED, "org.example.shared");
    }

    @Test
    void saysWhatAnActivatorThrew() {
        assertFailed(
                node.deploy(activator("1.0.0", Fixtures.ThrowingActivator.class).in(folder)),
                Reason.START_FAILED,
                "its activator failed: no such host: db.example.org (IllegalStateException)");
        assertThat(node.toolBundles()).isEmpty();
    }

    @Test
    void givesUpOnAnActivatorThatDoesNotReturn() {
        assertFailed(
                node.deploy(activator("1.0.0", Fixtures.HangingActivator.class).in(folder)),
                Reason.START_FAILED,
                "its activator did not return within 2000 ms");
        assertThat(node.toolBundles()).isEmpty();
        assertThat(node.deploy(component("1.1.0", Fixtures.Good.class, "").in(folder))
                        .state())
                .isEqualTo(State.LIVE);
    }

    @Test
    void goesOnBesideAnActivatorThatIsDeafToInterrupts() {
        Path deaf = activator("1.0.0", Fixtures.DeafActivator.class).in(folder);
        assertFailed(node.deploy(deaf), Reason.START_FAILED, "its activator did not return");
        assertThat(node.deploy(component("1.0.0", Fixtures.Good.class, "").in(folder))
                        .state())
                .isEqualTo(State.LIVE);
        assertThat(node.deploy(component("1.1.0", Fixtures.Good.class, "").in(folder))
                        .state())
                .isEqualTo(State.LIVE);
    }

    @Test
    void saysWhatAComponentThrew() {
        assertFailed(
                node.deploy(component("1.0.0", Fixtures.Bad.class, "").in(folder)),
                Reason.START_FAILED,
                "component echo.component failed: out of luck (IllegalStateException)");
    }

    @Test
    void namesTheServiceThatNobodyOffers() {
        assertFailed(
                node.deploy(component(
                                "1.0.0",
                                Fixtures.Waiting.class,
                                "<reference name='service' interface='java.lang.AutoCloseable' bind='bind'/>")
                        .in(folder)),
                Reason.START_FAILED,
                "component echo.component waits for service java.lang.AutoCloseable, which nobody offers");
    }

    @Test
    void namesTheComponentsThatCannotBeRead() {
        Path jar = Jars.bundle("org.example.echo", "1.0.0")
                .header("Service-Component", "OSGI-INF/missing.xml")
                .in(folder);
        assertFailed(node.deploy(jar), Reason.START_FAILED, "OSGI-INF/missing.xml");
    }

    @Test
    void waitsUntilTheHealthChecksAreGood() {
        Rollout rollout = node.deploy(check("1.0.0", Fixtures.ThirdTime.class).in(folder));
        assertThat(rollout.state()).isEqualTo(State.LIVE);
        assertThat(rollout.steps().get(7).detail()).contains("1 health check is good");
    }

    @Test
    void saysWhatAHealthCheckSaysThatIsNeverGood() {
        node.deploy(component("1.0.0", Fixtures.Good.class, "").in(folder));
        Rollout rollout = node.deploy(check("1.1.0", Fixtures.Critical.class).in(folder));
        assertThat(rollout.state()).isEqualTo(State.ROLLED_BACK);
        assertFailed(rollout, Reason.NOT_READY, "CRITICAL: the disk is full");
    }

    @Test
    void givesEachRevisionServicesOfItsOwnAndHidesThoseOfOtherTools() {
        DataSources sources = new DataSources();
        node.context().registerService(ToolService.class.getName(), sources, null);
        Rollout first = node.deploy(looking("1.0.0").in(folder));
        assertThat(first.reason()).isEmpty();
        Rollout second = node.deploy(looking("1.1.0").in(folder));
        assertThat(second.reason()).isEmpty();
        assertThat(sources.diary).containsExactly("open echo@1.0.0", "open echo@1.1.0");
        node.ended(node.engine.core().rollouts().remove(new ToolName("echo"), Optional.empty(), TestNode.ANN));
        assertThat(sources.diary).contains("close echo@1.0.0", "close echo@1.1.0");
    }

    @Test
    void interruptsTheThreadsThatAToolLeavesBehind() throws InterruptedException {
        node.deploy(activator("1.0.0", Fixtures.ThreadActivator.class).in(folder));
        List<Thread> left = threads("left behind");
        assertThat(left).hasSize(1);
        node.ended(node.engine.core().rollouts().remove(new ToolName("echo"), Optional.empty(), TestNode.ANN));
        left.get(0).join(5_000);
        assertThat(left.get(0).isAlive()).isFalse();
    }

    @Test
    void leavesNoClassLoaderOfARetiredRevisionBehind() throws InterruptedException {
        ReferenceQueue<ClassLoader> reclaimed = new ReferenceQueue<>();
        List<PhantomReference<ClassLoader>> loaders = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            node.deploy(component("1.0." + i, Fixtures.Good.class, "").in(folder));
            loaders.add(new PhantomReference<>(newestLoader(), reclaimed));
        }
        node.ended(node.engine.core().rollouts().remove(new ToolName("echo"), Optional.empty(), TestNode.ANN));
        System.gc();
        for (PhantomReference<ClassLoader> loader : loaders) {
            assertThat(reclaimed.remove(10_000)).as("one of %s", loader).isNotNull();
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (node.engine.leaks().pending() > 0 && System.nanoTime() < end) {
            Thread.onSpinWait(); // the collector tells one queue after the other
        }
        assertThat(node.engine.leaks().pending()).isZero();
    }

    private ClassLoader newestLoader() {
        return node.toolBundles().stream()
                .max(Comparator.comparingLong(Bundle::getBundleId))
                .map(bundle -> bundle.adapt(BundleWiring.class).getClassLoader())
                .orElseThrow();
    }

    @Test
    void countsRolloutsAndForgetsTheStatesOfWhatIsGone() {
        node.deploy(component("1.0.0", Fixtures.Good.class, "").in(folder));
        assertThat(node.metrics.scrape().toString()).isNotNull();
        node.ended(node.engine.core().rollouts().remove(new ToolName("echo"), Optional.empty(), TestNode.ANN));
        assertThat(node.metrics.scrape(name -> name.equals("stacksy_revision_state")).stream()
                        .flatMap(metric -> metric.getDataPoints().stream()))
                .isEmpty();
        assertThat(node.metrics.scrape(name -> name.equals("stacksy_rollouts")).stream()
                        .flatMap(metric -> metric.getDataPoints().stream()))
                .hasSize(2);
    }

    @Test
    void showsTheHealthOfATool() {
        node.deploy(check("1.0.0", Fixtures.ThirdTime.class).in(folder));
        assertThat(node.engine.core().tools().named(new ToolName("echo")).view())
                .map(Tool::health)
                .contains(Tool.Health.UP);
    }

    private static List<Thread> threads(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .toList();
    }

    private static void assertFailed(Rollout rollout, Reason cause, String reason) {
        assertThat(rollout.reason()).hasValueSatisfying(said -> assertThat(said).contains(reason));
        assertThat(rollout.cause()).contains(cause);
    }

    private static Jars activator(String version, Class<?> type) {
        return Jars.bundle("org.example.echo", version)
                .header("Bundle-Activator", type.getName())
                .header("Import-Package", "org.osgi.framework")
                .classes(type);
    }

    private static Jars looking(String version) {
        return activator(version, Fixtures.LookingActivator.class)
                .header("Import-Package", "org.osgi.framework,javax.sql");
    }

    private static Jars component(String version, Class<?> type, String references) {
        return described(version, type, Runnable.class, references);
    }

    private static Jars check(String version, Class<?> type) {
        return described(version, type, HealthCheck.class, "").header("Import-Package", "org.apache.felix.hc.api");
    }

    private static Jars described(String version, Class<?> type, Class<?> service, String references) {
        return Jars.bundle("org.example.echo", version)
                .header("Service-Component", "OSGI-INF/echo.xml")
                .classes(type)
                .entry(
                        "OSGI-INF/echo.xml",
                        "<scr:component xmlns:scr='http://www.osgi.org/xmlns/scr/v1.4.0' name='echo.component'"
                                + " immediate='true'><implementation class='" + type.getName() + "'/><service>"
                                + "<provide interface='" + service.getName() + "'/></service>" + references
                                + "</scr:component>");
    }

    /** Data sources that only say for whom they were opened. */
    private static final class DataSources implements ToolService<DataSource> {
        final List<String> diary = new CopyOnWriteArrayList<>();

        @Override
        public Class<DataSource> type() {
            return DataSource.class;
        }

        @Override
        public DataSource open(Revision revision) {
            diary.add("open " + revision);
            return (DataSource) Proxy.newProxyInstance(
                    DataSource.class.getClassLoader(),
                    new Class<?>[] {DataSource.class},
                    (proxy, method, arguments) -> {
                        throw new UnsupportedOperationException(method.getName());
                    });
        }

        @Override
        public void close(Revision revision, DataSource service) {
            diary.add("close " + revision);
        }
    }
}
