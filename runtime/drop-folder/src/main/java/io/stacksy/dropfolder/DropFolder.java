package io.stacksy.dropfolder;

import io.stacksy.deploy.Deployments;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.condition.Healthy;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a folder from the time on that the node has its own tools back. Immediate: nobody asks for it. Its health is
 * whether the folder can be followed.
 */
@Component(
        service = HealthCheck.class,
        configurationPid = "io.stacksy.dropfolder",
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        property = {HealthCheck.NAME + "=drop-folder", HealthCheck.TAGS + "=drop-folder"},
        immediate = true)
@Designate(ocd = DropFolder.Config.class)
public final class DropFolder implements HealthCheck {
    private static final Logger LOG = LoggerFactory.getLogger(DropFolder.class);
    private static final int TOOLS_AT_ONCE = 2;
    private static final Duration SOON = Duration.ofMillis(500);
    private static final Duration NOW_AND_THEN = Duration.ofSeconds(2);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

    private final Scan scan;
    private final Wakeup wakeup;
    private final ExecutorService workers = Executors.newFixedThreadPool(TOOLS_AT_ONCE, DropFolder::thread);
    private final ExecutorService watcher = Executors.newSingleThreadExecutor(DropFolder::thread);

    /** Which folder. */
    @ObjectClassDefinition(name = "Stacksy drop folder")
    @interface Config {
        @AttributeDefinition(name = "Folder", description = "The folder whose jars are deployed; must be there")
        String folder();
    }

    /** @param recovered says that the node's own tools are back, so that no rollout of the folder gets in their way */
    @Activate
    public DropFolder(
            @Reference Deployments deployments,
            @Reference(target = "(stacksy.recovered=true)") Healthy recovered,
            Config config) {
        this(Path.of(config.folder()), deployments);
    }

    DropFolder(Path folder, Deployments deployments) {
        scan = new Scan(new Shelf(folder), new Delivery(deployments), workers, Ticker.SYSTEM, InstantSource.system());
        wakeup = new Wakeup(folder);
        watcher.execute(this::follow);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "stacksy-drop-folder");
        thread.setDaemon(true);
        return thread;
    }

    private void follow() {
        try {
            boolean woken = false;
            while (!watcher.isShutdown()) {
                scan.look();
                if (woken || scan.isPending()) {
                    wakeup.pause(SOON); // a file that is being written wakes many times a second
                    woken = false;
                } else {
                    woken = wakeup.await(NOW_AND_THEN);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Result execute() {
        return scan.trouble()
                .map(why -> new Result(Result.Status.WARN, why))
                .orElseGet(() -> new Result(Result.Status.OK, "the drop folder is followed"));
    }

    @Deactivate
    void close() throws InterruptedException {
        watcher.shutdownNow();
        workers.shutdownNow();
        wakeup.close();
        if (!watcher.awaitTermination(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                || !workers.awaitTermination(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.warn("the drop folder's threads did not end within {} s", STOP_TIMEOUT.toSeconds());
        }
    }
}
