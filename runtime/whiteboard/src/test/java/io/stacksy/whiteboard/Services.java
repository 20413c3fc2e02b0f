package io.stacksy.whiteboard;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Services as a bundle would publish them, without a framework. */
final class Services {
    static final JerseyRuntime JERSEY = new JerseyRuntime();

    private Services() {}

    static Published resource(Object instance) {
        return shared(instance, Map.of("osgi.jakartars.resource", true), Object.class);
    }

    static Published resource(Object instance, String selected) {
        return shared(
                instance,
                Map.of("osgi.jakartars.resource", "true", "osgi.jakartars.application.select", selected),
                Object.class);
    }

    static Published extension(Object instance, Class<?>... types) {
        return shared(instance, Map.of("osgi.jakartars.extension", true), types);
    }

    static Published shared(Object instance, Map<String, Object> properties, Class<?>... types) {
        return new Published(
                "service " + instance.getClass().getSimpleName(),
                properties,
                names(types),
                false,
                new Counted(() -> instance));
    }

    static Published prototype(Counted instances) {
        return new Published(
                "service of prototypes",
                Map.of("osgi.jakartars.resource", true),
                Set.of("java.lang.Object"),
                true,
                instances);
    }

    /** Makes no checks of any description. */
    static final ContainerEndpoint.Checking UNCHECKED = (description, operations) -> new IdentityHashMap<>();

    static ContainerEndpoint endpoint(Object... resources) {
        return endpoint(failure -> false, resources);
    }

    static ContainerEndpoint endpoint(Predicate<Throwable> outage, Object... resources) {
        List<Published> services = new ArrayList<>();
        for (Object resource : resources) {
            services.add(resource instanceof Published published ? published : resource(resource));
        }
        return (ContainerEndpoint) Whiteboard.build(
                        services, "/api/test/", Services.class.getClassLoader(), Optional.empty(), UNCHECKED, outage)
                .endpoint();
    }

    private static Set<String> names(Class<?>... types) {
        List<String> names = new ArrayList<>();
        for (Class<?> type : types) {
            names.add(type.getName());
        }
        return Set.copyOf(names);
    }

    /** Counts what it gave and what it got back. */
    static final class Counted implements Instances {
        final AtomicInteger given = new AtomicInteger();
        final AtomicInteger released = new AtomicInteger();
        private final Supplier<@Nullable Object> source;

        Counted(Supplier<@Nullable Object> source) {
            this.source = source;
        }

        @Override
        public @Nullable Object get() {
            given.incrementAndGet();
            return source.get();
        }

        @Override
        public synchronized void release(Object instance) {
            released.incrementAndGet();
            notifyAll();
        }

        /** Waits until so many were released; a server gives an object back after the client has its answer. */
        synchronized void awaitReleased(int count) throws InterruptedException {
            while (released.get() < count) {
                wait(10_000);
            }
        }
    }
}
