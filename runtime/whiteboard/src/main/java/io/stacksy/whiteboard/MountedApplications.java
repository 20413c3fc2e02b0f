package io.stacksy.whiteboard;

import io.stacksy.route.Endpoint;
import jakarta.ws.rs.core.Application;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes an endpoint for each application that a part of the platform has mounted, as long as that is there. Endpoints
 * are made beside the start of the node, as each takes long. Thread-safe.
 */
@Component(service = {})
public final class MountedApplications {
    private static final Logger log = LoggerFactory.getLogger(MountedApplications.class);

    private final BundleContext context;
    private final ExecutorService builder = Executors.newSingleThreadExecutor(MountedApplications::thread);

    /** The applications that are there, with what was made of them. */
    private final Map<Application, Optional<Mounted>> applications = new HashMap<>();

    private record Mounted(ServiceRegistration<Endpoint> registration, ContainerEndpoint endpoint) {}

    @Activate
    public MountedApplications(BundleContext context, @Reference JerseyRuntime jersey) {
        this.context = context;
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            target = "(" + Endpoint.MOUNT + "=*)")
    synchronized void add(Application application, ServiceReference<Application> reference) {
        applications.put(application, Optional.empty());
        builder.execute(() -> mount(application, reference));
    }

    synchronized void remove(Application application) {
        Optional.ofNullable(applications.remove(application)).ifPresent(MountedApplications::close);
    }

    @Deactivate
    synchronized void close() {
        builder.shutdownNow();
        applications.values().forEach(MountedApplications::close);
        applications.clear();
    }

    private void mount(Application application, ServiceReference<Application> reference) {
        ContainerEndpoint endpoint;
        try {
            endpoint = build(application, BundleDescription.of(reference.getBundle()));
        } catch (RuntimeException | LinkageError e) { // of whatever kind: the log is the one place to say it
            log.error("{} cannot be mounted", application.getClass().getName(), e);
            return;
        }
        Map<String, Object> properties = Map.of(Endpoint.MOUNT, reference.getProperty(Endpoint.MOUNT));
        synchronized (this) {
            if (applications.containsKey(application)) {
                ServiceRegistration<Endpoint> registration =
                        context.registerService(Endpoint.class, endpoint, FrameworkUtil.asDictionary(properties));
                applications.put(application, Optional.of(new Mounted(registration, endpoint)));
                return;
            }
        }
        endpoint.close();
    }

    private static void close(Optional<Mounted> mounted) {
        mounted.ifPresent(gone -> {
            gone.registration().unregister();
            gone.endpoint().close();
        });
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "stacksy-mounts");
        thread.setDaemon(true);
        return thread;
    }

    /** Parts of the platform judge their requests and what comes of them themselves, with statuses of their own. */
    static ContainerEndpoint build(Application application, Optional<String> description) {
        ClassLoader loader = application.getClass().getClassLoader();
        Blueprint blueprint = new Blueprint("", Map.of(), Optional.of(application), List.of(), List.of(), loader);
        return ContainerEndpoint.build(
                List.of(blueprint),
                loader,
                description,
                (text, operations) -> new IdentityHashMap<>(),
                failure -> false);
    }
}
