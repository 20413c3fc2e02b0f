package io.stacksy.whiteboard;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.glassfish.jersey.CommonProperties;
import org.glassfish.jersey.internal.inject.AbstractBinder;
import org.glassfish.jersey.media.sse.SseFeature;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.glassfish.jersey.server.model.Resource;
import org.glassfish.jersey.server.model.internal.ModelHelper;

/** Jersey's configuration for one container: what is in the blueprint, what every container has, and nothing found. */
final class ContainerConfig {
    private static final String SERVICE_PROPERTIES = "osgi.jakartars.application.serviceProperties";
    private static final Map<String, Object> SETTINGS = Map.ofEntries(
            Map.entry(CommonProperties.FEATURE_AUTO_DISCOVERY_DISABLE, true),
            Map.entry(CommonProperties.METAINF_SERVICES_LOOKUP_DISABLE, true),
            Map.entry(CommonProperties.JSON_BINDING_FEATURE_DISABLE, true),
            Map.entry(CommonProperties.JSON_PROCESSING_FEATURE_DISABLE, true),
            Map.entry(CommonProperties.MOXY_JSON_FEATURE_DISABLE, true),
            Map.entry(CommonProperties.PROVIDER_DEFAULT_DISABLE, "ALL"),
            Map.entry(ServerProperties.BV_FEATURE_DISABLE, true),
            Map.entry(ServerProperties.WADL_FEATURE_DISABLE, true),
            Map.entry(ServerProperties.RESPONSE_SET_STATUS_OVER_SEND_ERROR, true),
            Map.entry(ServerProperties.PROCESSING_RESPONSE_ERRORS_ENABLED, true));

    private final Blueprint blueprint;
    private final Consumer<Object> injector;
    private final ResourceConfig config;
    private final List<AbstractBinder> binders = new ArrayList<>();

    private ContainerConfig(Blueprint blueprint, Consumer<Object> injector) {
        this.blueprint = blueprint;
        this.injector = injector;
        this.config =
                blueprint.application().map(ResourceConfig::forApplication).orElseGet(ResourceConfig::new);
    }

    /**
     * @param injector injects what is marked {@code @Context} into an object; not called before the container is built
     * @param outage whether a failure comes of a database that is away
     * @throws IllegalArgumentException if a resource is not one; the message names its class
     */
    static ResourceConfig of(
            Blueprint blueprint,
            ContainerBinder parts,
            Supplier<OperationTable> operations,
            Consumer<Object> injector,
            Predicate<Throwable> outage) {
        ContainerConfig container = new ContainerConfig(blueprint, injector);
        container.resources();
        container.extensions();
        container.config.addProperties(SETTINGS);
        container.config.property(SERVICE_PROPERTIES, blueprint.properties());
        container.config.setClassLoader(blueprint.loader());
        container.config.register(SseFeature.class);
        container.config.register(new Binders(container.binders));
        container.config.register(parts);
        container.config.register(new AdmissionFilter());
        container.config.register(new RuleFilter(operations));
        container.config.register(new ProblemFilter(outage));
        return container.config;
    }

    private void resources() {
        Set<Class<?>> seen = new HashSet<>();
        for (Blueprint.Resource resource : blueprint.resources()) {
            Class<?> type = resource.type();
            if (!seen.add(type)) {
                throw new IllegalArgumentException(type.getName() + " is registered as a resource twice");
            }
            if (!hasResourceMethods(type)) {
                throw new IllegalArgumentException(type.getName() + " is registered as a resource and has no method of "
                        + "Jakarta REST; annotate one with @GET or @Path, and import jakarta.ws.rs, not a copy of it");
            }
            register(resource);
        }
    }

    private void register(Blueprint.Resource resource) {
        Class<?> type = resource.type();
        boolean placed = ModelHelper.getAnnotatedResourceClass(type).isAnnotationPresent(Path.class);
        if (!placed) {
            config.registerResources(Resource.builder(type, true).path("/").build());
        }
        if (resource instanceof Blueprint.PerRequest perRequest) {
            binders.add(new PerRequestBinder(perRequest, injector));
            if (placed) {
                config.register(type);
            }
        } else if (resource instanceof Blueprint.Shared shared) {
            if (placed) {
                config.register(shared.instance());
            } else {
                binders.add(new SharedBinder(shared.instance()));
            }
        }
    }

    private void extensions() {
        for (Blueprint.Extension extension : blueprint.extensions()) {
            config.register(extension.instance(), extension.contracts().toArray(Class<?>[]::new));
        }
    }

    private static boolean hasResourceMethods(Class<?> type) {
        for (Class<?> next = type; next != null; next = next.getSuperclass()) {
            if (Arrays.stream(next.getMethods()).anyMatch(ContainerConfig::isResourceMethod)) {
                return true;
            }
            for (Class<?> parent : next.getInterfaces()) {
                if (hasResourceMethods(parent)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isResourceMethod(Method method) {
        return method.isAnnotationPresent(Path.class)
                || Arrays.stream(method.getAnnotations())
                        .anyMatch(annotation -> annotation.annotationType().isAnnotationPresent(HttpMethod.class));
    }

    /** All binders of the resources in one: of several registered objects of one class Jersey takes the first alone. */
    private static final class Binders extends AbstractBinder {
        private final List<AbstractBinder> binders;

        Binders(List<AbstractBinder> binders) {
            this.binders = List.copyOf(binders);
        }

        @Override
        protected void configure() {
            binders.forEach(this::install);
        }
    }

    /** Makes one object the instance of its class. */
    private static final class SharedBinder extends AbstractBinder {
        private final Object instance;

        SharedBinder(Object instance) {
            this.instance = instance;
        }

        @Override
        @SuppressWarnings({"unchecked", "rawtypes"}) // the object is an instance of its own class
        protected void configure() {
            bind(instance).to((Class) instance.getClass()).ranked(Integer.MAX_VALUE);
        }
    }
}
