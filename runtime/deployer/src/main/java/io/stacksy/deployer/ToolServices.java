package io.stacksy.deployer;

import io.stacksy.deploy.Revision;
import io.stacksy.deploy.ToolService;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;

/** Gives each revision services of its own, for every {@link ToolService} that there is. Thread-safe. */
final class ToolServices implements AutoCloseable {
    private final Map<Long, Revision> revisions = new ConcurrentHashMap<>();
    private final Map<Offer<?>, ServiceRegistration<?>> offers = new ConcurrentHashMap<>();
    private final ServiceTracker<?, ?> tracker;

    private ToolServices(BundleContext context) {
        tracker = new ServiceTracker<>(context, ToolService.class.getName(), new Publisher(context));
    }

    static ToolServices open(BundleContext context) {
        ToolServices services = new ToolServices(context);
        services.tracker.open();
        return services;
    }

    /** Says which revision a bundle is, before it is started. */
    void admit(Bundle bundle, Revision revision) {
        revisions.put(bundle.getBundleId(), revision);
    }

    /** Releases what a revision has used, and returns how much of it was still in use. It uses nothing any more. */
    int dismiss(Bundle bundle) {
        int inUse = usage(bundle).inUse();
        revisions.remove(bundle.getBundleId());
        offers.keySet().forEach(offer -> offer.close(bundle.getBundleId()));
        return inUse;
    }

    /** What a revision uses of all that was opened for it. */
    ToolService.Usage usage(Bundle bundle) {
        int inUse = 0;
        int waiting = 0;
        Duration time = Duration.ZERO;
        for (Offer<?> offer : offers.keySet()) {
            ToolService.Usage usage = offer.usage(bundle.getBundleId());
            inUse += usage.inUse();
            waiting += usage.waiting();
            time = time.plus(usage.time());
        }
        return new ToolService.Usage(inUse, waiting, time);
    }

    @Override
    public void close() {
        tracker.close();
    }

    /** Registers a service for tools in place of each {@link ToolService}. */
    private final class Publisher implements ServiceTrackerCustomizer<Object, Offer<?>> {
        private final BundleContext context;

        Publisher(BundleContext context) {
            this.context = context;
        }

        @Override
        public @Nullable Offer<?> addingService(ServiceReference<Object> reference) {
            Bundle owner = reference.getBundle();
            if (!(context.getService(reference) instanceof ToolService<?> service) || owner == null) {
                return null;
            }
            Offer<?> offer = new Offer<>(service);
            // in the name of the bundle that has the type, for this one need not know it
            ServiceRegistration<?> registration = owner.getBundleContext()
                    .registerService(
                            new String[] {service.type().getName()},
                            offer,
                            FrameworkUtil.asDictionary(Map.of(Isolation.FOR_TOOLS, true)));
            offers.put(offer, registration);
            return offer;
        }

        @Override
        public void modifiedService(ServiceReference<Object> reference, Offer<?> offer) {
            // its properties mean nothing here
        }

        @Override
        public void removedService(ServiceReference<Object> reference, Offer<?> offer) {
            ServiceRegistration<?> registration = offers.remove(offer);
            if (registration != null) {
                try {
                    registration.unregister();
                } catch (IllegalStateException e) {
                    // the bundle in whose name it was registered has stopped, and took it along
                    offer.close();
                }
            }
            offer.close();
            context.ungetService(reference);
        }
    }

    /** One kind of service; each revision that asks for it gets its own. */
    private final class Offer<T> implements ServiceFactory<Object> {
        private final ToolService<T> service;
        private final Map<Long, Opened<T>> opened = new ConcurrentHashMap<>();

        /** What a revision has. */
        private record Opened<T>(Revision revision, T service) {}

        Offer(ToolService<T> service) {
            this.service = service;
        }

        @Override
        public @Nullable Object getService(Bundle bundle, ServiceRegistration<Object> registration) {
            Opened<T> own = opened.computeIfAbsent(bundle.getBundleId(), this::open);
            return own == null ? null : own.service();
        }

        private @Nullable Opened<T> open(Long id) {
            Revision revision = revisions.get(id);
            return revision == null ? null : new Opened<>(revision, service.open(revision));
        }

        @Override
        public void ungetService(Bundle bundle, ServiceRegistration<Object> registration, Object given) {
            // it stays the revision's own until that is gone
        }

        ToolService.Usage usage(Long id) {
            Opened<T> own = opened.get(id);
            return own == null ? ToolService.Usage.NONE : service.usage(own.service());
        }

        void close(Long id) {
            Opened<T> own = opened.remove(id);
            if (own != null) {
                service.close(own.revision(), own.service());
            }
        }

        void close() {
            opened.keySet().forEach(this::close);
        }
    }
}
