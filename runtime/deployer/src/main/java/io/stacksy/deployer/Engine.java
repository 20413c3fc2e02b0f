package io.stacksy.deployer;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.stacksy.deploy.Descriptions;
import io.stacksy.deploy.Guard;
import io.stacksy.deploy.Recall;
import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.RolloutException.Reason;
import io.stacksy.deploy.Troubles;
import io.stacksy.route.EndpointFactory;
import io.stacksy.store.CallRecords;
import io.stacksy.store.Incidents;
import io.stacksy.store.Ledger;
import io.stacksy.store.Reachability;
import io.stacksy.store.StoreException;
import io.stacksy.store.ToolSchemas;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.condition.Healthy;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The core in its framework, from the recovery at its start to its orderly end. */
final class Engine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final BundleContext context;
    private final Metrics metrics;
    private final Pools pools = new Pools();
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();
    private final ServiceRegistration<?> isolation;
    private final ToolServices toolServices;
    private final Listeners listeners;
    private final LeakCheck leaks;
    private final Core core;
    private final Accounts accounts;
    private volatile boolean open;
    private volatile boolean closed;

    /** What the deployer finds in the service registry. */
    record Services(
            Ledger ledger,
            Incidents incidents,
            ToolSchemas schemas,
            EndpointFactory endpoints,
            Guard guard,
            Recall recall,
            Descriptions descriptions,
            CallRecords calls,
            Reachability database,
            ServiceComponentRuntime components,
            PrometheusRegistry registry) {}

    private Engine(BundleContext context, Services services, Settings settings) {
        this.context = context;
        LastFlight lastFlight = BlackBox.last(settings.folder());
        metrics = new Metrics(services.registry());
        isolation = Isolation.register(context);
        toolServices = ToolServices.open(context);
        listeners = Listeners.open(context, metrics);
        Records records = new Records(services.ledger(), pools.notifier());
        leaks = new LeakCheck(pools, records::isIdle, metrics::unreclaimed);
        core = new Core(
                new Core.Surroundings(
                        settings,
                        services.ledger(),
                        services.incidents(),
                        services.schemas(),
                        new FrameworkBundles(
                                context,
                                services.components(),
                                toolServices,
                                leaks,
                                Places.ofThisProcess(services.recall()),
                                Ticker.SYSTEM),
                        services.guard(),
                        services.descriptions(),
                        services.calls(),
                        services.endpoints(),
                        listeners,
                        metrics::seriesOf,
                        metrics,
                        Failpoints.fromSystemProperty(),
                        InstantSource.system(),
                        Ticker.SYSTEM,
                        pools,
                        pools.workers(),
                        BlackBox.in(settings.folder()),
                        lastFlight,
                        services.database()::wasLostSince),
                records);
        accounts = Accounts.open(services.registry(), core.tools(), core.watchdog(), pools, Ticker.SYSTEM);
    }

    /** Puts the deployer together and begins to bring the tools back. */
    static Engine start(BundleContext context, Services services, Settings settings) {
        Engine engine = new Engine(context, services, settings);
        engine.registrations.add(context.registerService(
                HealthCheck.class,
                new ToolsCheck(engine.core.tools()::all),
                FrameworkUtil.asDictionary(
                        Map.of(HealthCheck.NAME, ToolsCheck.NAME, HealthCheck.TAGS, ToolsCheck.NAME))));
        engine.registrations.add(context.registerService(Troubles.class, engine.core.watchdog(), null));
        engine.pools.workers().execute(engine::recover);
        return engine;
    }

    private void recover() {
        try (Pools.Recovery pool = Pools.recovery()) {
            core.recover(pool);
            open = true;
            core.deployInitialTools(pool);
            markRecovered();
        } catch (StoreException e) {
            LOG.warn("the tools are not back yet, as the ledger cannot be read: {}", e.getMessage());
            Future<?> unused = pools.after(RETRY, this::recover);
        } catch (RuntimeException e) {
            LOG.error("the recovery of the tools failed", e);
        }
    }

    /** Lets whoever waits for the tools know that they are back: a service with {@code stacksy.recovered=true}. */
    private synchronized void markRecovered() {
        if (!closed) {
            registrations.add(context.registerService(
                    Healthy.class,
                    new Healthy() {},
                    FrameworkUtil.asDictionary(Map.of("stacksy.recovered", true, "tag", ToolsCheck.NAME))));
        }
    }

    /** @throws RolloutException if no rollout can begin yet, or any more */
    void checkOpen() {
        if (closed) {
            throw RolloutException.because(Reason.INTERRUPTED, "the node stops");
        }
        if (!open) {
            throw RolloutException.because(
                    Reason.BUSY, "the node is still bringing its tools back; try again in a moment");
        }
    }

    Core core() {
        return core;
    }

    LeakCheck leaks() {
        return leaks;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            registrations.forEach(ServiceRegistration::unregister);
        }
        pools.stop(STOP_TIMEOUT);
        letGo();
        toolServices.close();
        listeners.close();
        accounts.close();
        metrics.close();
        isolation.unregister();
        pools.close();
    }

    /** Stops all tools; where the framework itself stops, it stops their bundles. */
    private void letGo() {
        boolean frameworkStops =
                context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getState() == Bundle.STOPPING;
        List<CompletableFuture<Void>> stopping = new ArrayList<>();
        for (ToolState tool : core.tools().all()) {
            core.routes().remove(tool.name());
            for (Slot slot : tool.revisions()) {
                if (frameworkStops) {
                    slot.bundle(null);
                }
                stopping.add(CompletableFuture.runAsync(() -> core.retirements().letGo(slot), pools.last()));
            }
        }
        try {
            CompletableFuture.allOf(stopping.toArray(CompletableFuture[]::new))
                    .get(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("not all tools were stopped in order", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
