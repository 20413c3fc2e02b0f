package io.stacksy.admin.rest;

import io.stacksy.budget.Budgets;
import io.stacksy.deploy.Deployments;
import io.stacksy.route.Rule;
import io.stacksy.settings.NodeSettings;
import io.stacksy.store.AuditTrail;
import io.stacksy.store.LiveSettings;
import jakarta.ws.rs.core.Application;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** The admin API: everything under {@code /admin}. */
@Component(service = Application.class)
@Mount(mount = "/admin")
public final class AdminApplication extends Application {
    private static final int THREADS = 2;

    private final ExecutorService executor;
    private final Set<Object> resources;

    @Activate
    public AdminApplication(
            @Reference Deployments deployments,
            @Reference AuditTrail trail,
            @Reference Budgets budgets,
            @Reference NodeSettings settings,
            @Reference LiveSettings live,
            @Reference PlatformOperations platform) {
        executor = answeringThreads();
        RolloutAnswers answers = new RolloutAnswers(deployments, executor);
        resources = Set.of(
                new ToolsResource(deployments, answers),
                new TrafficResource(deployments, answers),
                new QuarantineResource(deployments, answers),
                new RolloutsResource(deployments),
                new AuditResource(trail),
                new BudgetResource(deployments, budgets),
                new SettingsResource(settings, live, InstantSource.system()),
                new PermissionsResource(deployments, () -> Rule.permissions(platform.all())),
                new StatusResource(deployments, Node.thisOne()));
    }

    /** Whoever waits for a rollout is answered on these, so that a slow client never holds up the rollout. */
    private static ExecutorService answeringThreads() {
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "stacksy-admin");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    @Override
    @SuppressWarnings("deprecation") // the one way of the standard to hand over resources that are made already
    public Set<Object> getSingletons() {
        return resources;
    }

    @Deactivate
    void close() {
        executor.shutdown();
    }
}
