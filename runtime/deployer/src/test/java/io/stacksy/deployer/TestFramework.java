package io.stacksy.deployer;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.stacksy.deploy.Plan;
import io.stacksy.deploy.Rollout;
import io.stacksy.deploy.Submission;
import io.stacksy.deploy.ToolName;
import io.stacksy.store.ToolSchemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.felix.framework.FrameworkFactory;
import org.apache.felix.hc.api.condition.Healthy;
import org.apache.felix.scr.impl.Activator;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.util.tracker.ServiceTracker;

/** A deployer in a real framework with Declarative Services; its ledger and its endpoints are fakes. */
final class TestFramework {
    private static final String SHARED = String.join(
            ",",
            "org.osgi.service.component;version=1.5.1",
            "org.osgi.service.component.runtime;version=1.5.0",
            "org.osgi.service.component.runtime.dto;version=1.5.0",
            "org.osgi.util.promise;version=1.3.0",
            "org.osgi.util.function;version=1.2.0",
            "org.apache.felix.hc.api;version=2.0.4",
            "io.stacksy.tool;version=1.0.0",
            "io.stacksy.deploy;version=1.0.0",
            "io.stacksy.store;version=1.0.0");

    final FakeLedger ledger = new FakeLedger();
    final FakeBundles endpoints = new FakeBundles();
    final PrometheusRegistry metrics = new PrometheusRegistry();
    final Framework framework;
    final Engine engine;

    TestFramework(Path folder, Duration rolloutTimeout, Duration rollbackWindow)
            throws BundleException, IOException, InterruptedException {
        framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        folder.resolve("cache").toString(),
                        Constants.FRAMEWORK_STORAGE_CLEAN,
                        Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT,
                        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                        SHARED));
        framework.start();
        BundleContext context = framework.getBundleContext();
        Path scr = Path.of(Activator.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        try (var in = Files.newInputStream(scr)) {
            Bundle bundle = context.installBundle("scr", in);
            bundle.start();
        }
        engine = Engine.start(
                context,
                new Engine.Services(
                        ledger,
                        ledger.incidents,
                        new NoSchemas(),
                        endpoints,
                        jar -> List.of(),
                        new FakeRecall(),
                        (tool, before, after) -> new Plan.Api(Plan.Api.Source.CLASSES, List.of(), Set.of()),
                        new FakeCallRecords(),
                        new Reachable(),
                        service(ServiceComponentRuntime.class),
                        metrics),
                new Settings(
                        folder,
                        rolloutTimeout,
                        Duration.ofSeconds(5),
                        () -> new Pace(rollbackWindow, Duration.ofMinutes(5), 100, 0),
                        Optional.empty(),
                        false,
                        Optional.empty()));
        service(Healthy.class);
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    private <T> T service(Class<T> type) throws InterruptedException {
        ServiceTracker<T, T> tracker = new ServiceTracker<>(framework.getBundleContext(), type, null);
        tracker.open();
        try {
            T service = tracker.waitForService(10_000);
            if (service == null) {
                throw new IllegalStateException("no " + type);
            }
            return service;
        } finally {
            tracker.close();
        }
    }

    Rollout deploy(Path jar) {
        return ended(engine.core().rollouts().deploy(Submission.of(jar), TestNode.ANN));
    }

    Rollout ended(Rollout rollout) {
        CompletableFuture<Rollout> ended = new CompletableFuture<>();
        engine.core().records().watch(rollout.id(), now -> {
            if (now.endedAt().isPresent()) {
                ended.complete(now);
            }
        });
        return ended.orTimeout(30, TimeUnit.SECONDS).join();
    }

    /** The tool bundles that are installed. */
    List<Bundle> toolBundles() {
        return List.of(context().getBundles()).stream()
                .filter(Isolation::isTool)
                .toList();
    }

    void stop() throws BundleException, InterruptedException {
        engine.close();
        framework.stop();
        framework.waitForStop(2_000); // a bundle that never started does not stop either
    }

    private static final class NoSchemas implements ToolSchemas {
        @Override
        public List<Script> pending(ToolName tool, List<Script> scripts) {
            return List.of();
        }

        @Override
        public void migrate(ToolName tool, List<Script> scripts) {}
    }
}
