package io.stacksy.deployer;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.stacksy.deploy.Actor;
import io.stacksy.deploy.CanaryOrder;
import io.stacksy.deploy.Deployments;
import io.stacksy.deploy.Descriptions;
import io.stacksy.deploy.Guard;
import io.stacksy.deploy.Plan;
import io.stacksy.deploy.Recall;
import io.stacksy.deploy.Removal;
import io.stacksy.deploy.Rollout;
import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.RolloutException.Reason;
import io.stacksy.deploy.Submission;
import io.stacksy.deploy.Tool;
import io.stacksy.deploy.ToolName;
import io.stacksy.deploy.Version;
import io.stacksy.route.EndpointFactory;
import io.stacksy.route.Lease;
import io.stacksy.route.Router;
import io.stacksy.store.CallRecords;
import io.stacksy.store.Incidents;
import io.stacksy.store.Ledger;
import io.stacksy.store.Reachability;
import io.stacksy.store.StoreException;
import io.stacksy.store.ToolSchemas;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.metatype.annotations.Designate;

/** Rolls tools out and back, and routes to the live revisions. Immediate: it brings the tools back unasked at start. */
@Component(
        service = {Deployments.class, Router.class},
        configurationPid = "io.stacksy.deployer",
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true)
@Designate(ocd = DeployerConfig.class)
public final class Deployer implements Deployments, Router {
    private final Engine engine;
    private final AtomicReference<Pace> pace;

    @Activate
    public Deployer(
            BundleContext context,
            @Reference Ledger ledger,
            @Reference Incidents incidents,
            @Reference ToolSchemas schemas,
            @Reference EndpointFactory endpoints,
            @Reference Guard guard,
            @Reference Recall recall,
            @Reference Descriptions descriptions,
            @Reference CallRecords calls,
            @Reference Reachability database,
            @Reference ServiceComponentRuntime components,
            @Reference PrometheusRegistry metrics,
            DeployerConfig config) {
        this.pace = new AtomicReference<>(Pace.of(config));
        this.engine = Engine.start(
                context,
                new Engine.Services(
                        ledger,
                        incidents,
                        schemas,
                        endpoints,
                        guard,
                        recall,
                        descriptions,
                        calls,
                        database,
                        components,
                        metrics),
                new Settings(
                        Path.of(config.data()),
                        Duration.ofMillis(config.rollout_timeout_millis()),
                        Duration.ofMillis(config.drain_timeout_millis()),
                        pace::get,
                        path(config.initial_tools()),
                        !config.trust().equals("open"),
                        path(config.trust_keys())));
    }

    /** An operator has changed what can change while the node runs. What has begun may go on as it began. */
    @Modified
    public void modified(DeployerConfig config) {
        pace.set(Pace.of(config));
    }

    private static Optional<Path> path(String text) {
        return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text));
    }

    @Deactivate
    public void stop() {
        engine.close();
    }

    @Override
    public Plan plan(Submission submission) {
        return answered(() -> engine.core().planning().plan(submission));
    }

    @Override
    public Rollout deploy(Submission submission, Actor actor) {
        engine.checkOpen();
        return answered(() -> engine.core().rollouts().deploy(submission, actor));
    }

    @Override
    public Rollout rollBack(ToolName tool, Optional<Version> to, boolean acceptDataLoss, Actor actor) {
        engine.checkOpen();
        return answered(() -> engine.core().rollouts().rollBack(tool, to, acceptDataLoss, actor));
    }

    @Override
    public Rollout steer(ToolName tool, CanaryOrder order, Actor actor) {
        engine.checkOpen();
        return engine.core().rollouts().steer(tool, order, actor);
    }

    @Override
    public Tool divide(ToolName tool, Map<Version, Integer> weights, Actor actor) {
        engine.checkOpen();
        return answered(() -> engine.core().traffic().divide(tool, weights, actor));
    }

    @Override
    public Tool quarantine(ToolName tool, String reason, Actor actor) {
        engine.checkOpen();
        return answered(() -> {
            engine.core().quarantines().impose(tool, reason, actor);
            return engine.core().tools().known(tool).view().orElseThrow(() -> RolloutException.noSuchTool(tool));
        });
    }

    @Override
    public Optional<Rollout> release(ToolName tool, Actor actor) {
        engine.checkOpen();
        return answered(() ->
                engine.core().quarantines().release(tool, actor, engine.core().rollouts()));
    }

    @Override
    public Rollout remove(ToolName tool, Actor actor) {
        engine.checkOpen();
        return answered(() -> engine.core().rollouts().remove(tool, Optional.empty(), actor));
    }

    @Override
    public Rollout remove(ToolName tool, Version version, Actor actor) {
        engine.checkOpen();
        return answered(() -> engine.core().rollouts().remove(tool, Optional.of(version), actor));
    }

    @Override
    public Rollout await(UUID rollout, Duration timeout) throws InterruptedException {
        return engine.core().records().await(rollout, timeout);
    }

    @Override
    public List<Tool> tools() {
        return ToolState.views(engine.core().tools().all());
    }

    @Override
    public Optional<Tool> tool(ToolName name) {
        return engine.core().tools().find(name).flatMap(ToolState::view);
    }

    @Override
    public Optional<Rollout> rollout(UUID id) {
        return answered(() -> engine.core().records().find(id));
    }

    @Override
    public List<Removal> removals(UUID rollout) {
        return answered(() -> engine.core().removals(rollout));
    }

    @Override
    public List<Rollout> rollouts(int limit, Optional<UUID> before) {
        if (limit < 1 || limit > 500) {
            throw new IllegalArgumentException("a limit is 1 to 500, not " + limit);
        }
        return answered(() -> engine.core().records().list(limit, before));
    }

    @Override
    public Watch watch(UUID rollout, Consumer<Rollout> observer) {
        return answered(() -> engine.core().records().watch(rollout, observer));
    }

    @Override
    public Optional<Lease> enter(String tool, LongSupplier caller) {
        return engine.core().routes().enter(tool, caller);
    }

    @Override
    public Optional<Lease> enter(String tool, Version version) {
        return engine.core().routes().enter(tool, version);
    }

    @Override
    public boolean isMissing(String tool) {
        return engine.core().routes().isMissing(tool);
    }

    @Override
    public Optional<String> claimant(String segment) {
        return engine.core().routes().claimant(segment);
    }

    private static <T> T answered(Supplier<T> question) {
        try {
            return question.get();
        } catch (StoreException e) {
            throw RolloutException.because(Reason.LEDGER_UNAVAILABLE, String.valueOf(e.getMessage()), e);
        }
    }
}
