package io.stacksy.whiteboard;

import jakarta.ws.rs.core.Application;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One Jakarta REST application as it is to be built.
 *
 * @param base where it is, relative to the endpoint: empty or {@code /shop}
 * @param properties the service properties of the application
 * @param application what it is made of besides the resources and extensions; empty for a default application
 * @param loader sees the classes of the bundle
 */
record Blueprint(
        String base,
        Map<String, Object> properties,
        Optional<Application> application,
        List<Resource> resources,
        List<Extension> extensions,
        ClassLoader loader) {
    Blueprint {
        properties = Map.copyOf(properties);
        resources = List.copyOf(resources);
        extensions = List.copyOf(extensions);
    }

    /** A resource of the application. */
    sealed interface Resource {
        Class<?> type();
    }

    /** One object for all requests. */
    record Shared(Object instance) implements Resource {
        @Override
        public Class<?> type() {
            return instance.getClass();
        }
    }

    /** An object of its own for each request, given back when the answer is complete. */
    record PerRequest(Class<?> type, Instances instances) implements Resource {}

    /** An extension, used as {@code contracts} only. */
    record Extension(Object instance, List<Class<?>> contracts) {
        Extension {
            contracts = List.copyOf(contracts);
        }
    }
}
