package io.stacksy.gateway;

import io.stacksy.store.Database;
import io.stacksy.store.StoreException;
import java.time.Duration;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.osgi.service.component.ComponentFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the node is to be sent requests. Asking is cheap: the database is asked in the background. When all is there
 * for the first time, a {@link ReadyMarker} is published.
 */
@Component(service = Readiness.class, immediate = true) // publishes the marker without being asked
public final class Readiness {
    private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);

    /** Where the parts of the platform answer that are made while it starts. */
    static final List<String> NEEDED = List.of("/auth", "/admin", "/openapi.json", "/docs");

    private final Platform platform;
    private final InFlight inFlight;
    private final HttpConnector connector;
    private final IntConsumer announcement;
    private final ScheduledThreadPoolExecutor background;

    private final ScheduledFuture<?> watch;

    private volatile Check database = Check.of("database", false, "not asked yet");
    private boolean announced;

    @Activate
    public Readiness(
            @Reference Platform platform,
            @Reference InFlight inFlight,
            @Reference HttpConnector connector,
            @Reference(target = "(component.factory=" + ReadyMarker.FACTORY + ")")
                    ComponentFactory<ReadyMarker> marker) {
        this(platform, inFlight, connector, (IntConsumer) port -> publish(marker, port));
    }

    Readiness(Platform platform, InFlight inFlight, HttpConnector connector, IntConsumer announcement) {
        this.platform = platform;
        this.inFlight = inFlight;
        this.connector = connector;
        this.announcement = announcement;
        this.background = new ScheduledThreadPoolExecutor(1, Readiness::thread, new ThreadPoolExecutor.DiscardPolicy());
        this.watch = background.scheduleWithFixedDelay(this::look, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        platform.watch(() -> background.execute(this::look));
    }

    @Deactivate
    void close() {
        platform.watch(() -> {});
        watch.cancel(true);
        background.shutdownNow();
    }

    boolean isReady() {
        return checks().stream().allMatch(check -> check.status() == Check.Status.UP);
    }

    /** What readiness consists of. */
    List<Check> checks() {
        List<String> missing =
                NEEDED.stream().filter(path -> !platform.mountedAt(path)).toList();
        return List.of(
                database,
                Check.of("tools", platform.router().isPresent() && platform.recovered(), "not all back in service yet"),
                Check.of("platform", missing.isEmpty(), "not there yet: " + String.join(", ", missing)),
                Check.of("listener", connector.port().isPresent() && !inFlight.draining(), "not open, or draining"));
    }

    private void look() {
        database = ask();
        OptionalInt port = connector.port();
        if (!announced && port.isPresent() && isReady()) {
            announced = true;
            announcement.accept(port.getAsInt());
        }
    }

    private Check ask() {
        Optional<Database> store = platform.database();
        if (store.isEmpty()) {
            return Check.of("database", false, "not connected yet");
        }
        try {
            store.get().query("select 1 as one", row -> row.number("one"));
            return Check.of("database", true, "");
        } catch (StoreException e) {
            return Check.of("database", false, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.warn("the database check failed", e);
            return Check.of("database", false, "the check itself failed");
        }
    }

    @SuppressWarnings("JdkObsolete") // OSGi takes a Dictionary
    private static void publish(ComponentFactory<ReadyMarker> marker, int port) {
        marker.newInstance(new Hashtable<>(Map.of(ReadyMarker.PORT, port)));
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "stacksy-readiness");
        thread.setDaemon(true);
        return thread;
    }
}
