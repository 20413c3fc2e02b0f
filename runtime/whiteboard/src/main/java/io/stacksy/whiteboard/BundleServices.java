package io.stacksy.whiteboard;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceObjects;
import org.osgi.framework.ServiceReference;

/** Reads the service registry of the framework. */
final class BundleServices {
    private BundleServices() {}

    /** The services that {@code bundle} has registered by now, by rank, the highest first. */
    static List<Published> of(Bundle bundle, BundleContext context) {
        ServiceReference<?> @Nullable [] references = bundle.getRegisteredServices();
        return Stream.ofNullable(references)
                .flatMap(Arrays::stream)
                .sorted(Comparator.<ServiceReference<?>>naturalOrder().reversed())
                .map(reference -> published(reference, context))
                .toList();
    }

    private static <T> Published published(ServiceReference<T> reference, BundleContext context) {
        Map<String, Object> properties = new HashMap<>();
        for (String key : reference.getPropertyKeys()) {
            properties.put(key, reference.getProperty(key));
        }
        String[] types = (String[]) reference.getProperty(Constants.OBJECTCLASS);
        Object component = properties.get("component.name");
        return new Published(
                "service " + (component == null ? String.join(", ", types) : component),
                properties,
                Set.of(types),
                Constants.SCOPE_PROTOTYPE.equals(properties.get(Constants.SERVICE_SCOPE)),
                new Objects<>(context.getServiceObjects(reference)));
    }

    private record Objects<T>(@Nullable ServiceObjects<T> objects) implements Instances {
        @Override
        public @Nullable Object get() {
            try {
                return objects == null ? null : objects.getService();
            } catch (IllegalStateException e) {
                return null; // unregistered in the meantime
            }
        }

        @Override
        @SuppressWarnings("unchecked") // what get() gave
        public void release(Object instance) {
            if (objects != null) {
                try {
                    objects.ungetService((T) instance);
                } catch (IllegalStateException | IllegalArgumentException e) {
                    return; // unregistered in the meantime, and given back by that
                }
            }
        }
    }
}
