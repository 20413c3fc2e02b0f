package io.stacksy.whiteboard;

import static org.osgi.service.jakartars.whiteboard.JakartarsWhiteboardConstants.JAKARTA_RS_APPLICATION_BASE;
import static org.osgi.service.jakartars.whiteboard.JakartarsWhiteboardConstants.JAKARTA_RS_DEFAULT_APPLICATION;
import static org.osgi.service.jakartars.whiteboard.JakartarsWhiteboardConstants.JAKARTA_RS_NAME;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The services of one bundle, sorted into the applications that they make up, with the objects that were taken from
 * them. Closing it gives the objects back. Not thread-safe.
 */
final class Assembly implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Assembly.class);

    private final ClassLoader loader;
    private final List<Runnable> releases = new ArrayList<>();
    private final Map<String, Chosen> applications = new HashMap<>();

    /** An application and what is to be served in it. */
    private record Chosen(
            @Nullable Published service, String base, Map<String, Object> properties, List<Published> members) {}

    private Assembly(ClassLoader loader) {
        this.loader = loader;
    }

    /**
     * Sorts services.
     *
     * @param services by rank, the highest first
     * @param runtime the properties of the whiteboard itself
     * @throws IllegalArgumentException if they make up nothing that can be served; the message says what is wrong
     */
    static Assembly of(List<Published> services, Map<String, Object> runtime, ClassLoader loader) {
        Assembly assembly = new Assembly(loader);
        Selection selection = new Selection(services, runtime);
        assembly.choose(selection.applications(), runtime);
        for (Published member : selection.members()) {
            assembly.place(member);
        }
        for (Chosen chosen : assembly.applications.values()) {
            selection.check(chosen.properties(), chosen.service(), chosen.members());
        }
        return assembly;
    }

    /** What is to be built, with objects taken from the services; to be called once. */
    List<Blueprint> blueprints() {
        List<Blueprint> blueprints = new ArrayList<>();
        for (Chosen chosen : applications.values()) {
            if (chosen.service() != null || !chosen.members().isEmpty()) {
                blueprints.add(blueprint(chosen));
            }
        }
        if (blueprints.stream().allMatch(Assembly::isEmpty)) {
            throw new IllegalArgumentException("the bundle has registered no Jakarta REST resource; give a service "
                    + "the property osgi.jakartars.resource=true, or a component @JakartarsResource");
        }
        return blueprints;
    }

    @Override
    public void close() {
        Collections.reverse(releases);
        releases.forEach(Runnable::run);
        releases.clear();
    }

    private void choose(List<Published> services, Map<String, Object> runtime) {
        for (Published service : services) {
            String base =
                    ServicePath.normalise(String.valueOf(service.properties().get(JAKARTA_RS_APPLICATION_BASE)));
            Chosen before =
                    applications.putIfAbsent(base, new Chosen(service, base, service.properties(), new ArrayList<>()));
            if (before != null) {
                log.warn("{} is not served: its base '{}' is taken by {}", service, base, before.service());
            }
        }
        if (applications.values().stream().noneMatch(chosen -> isDefault(chosen.properties()))) {
            Map<String, Object> properties = new HashMap<>(runtime);
            properties.put(JAKARTA_RS_NAME, JAKARTA_RS_DEFAULT_APPLICATION);
            applications.putIfAbsent("", new Chosen(null, "", properties, new ArrayList<>()));
        }
    }

    private void place(Published member) {
        List<Chosen> targets = applications.values().stream()
                .filter(chosen -> Selection.selects(member, chosen.properties()))
                .toList();
        if (targets.isEmpty()) {
            throw new IllegalArgumentException(member + " selects an application that the bundle does not have: "
                    + Selection.applicationFilters(member));
        }
        targets.forEach(chosen -> chosen.members().add(member));
    }

    private Blueprint blueprint(Chosen chosen) {
        Optional<Application> application =
                Optional.ofNullable(chosen.service()).map(this::application);
        List<Blueprint.Resource> resources = new ArrayList<>();
        List<Blueprint.Extension> extensions = new ArrayList<>();
        for (Published member : chosen.members()) {
            if (member.isResource()) {
                resources.add(resource(member));
            } else {
                extensions.add(new Blueprint.Extension(take(member), Selection.contracts(member)));
            }
        }
        String path = application
                .map(found -> found.getClass().getAnnotation(ApplicationPath.class))
                .map(ApplicationPath::value)
                .orElse("");
        return new Blueprint(
                ServicePath.normalise(chosen.base() + "/" + path),
                chosen.properties(),
                application,
                resources,
                extensions,
                loader);
    }

    private Application application(Published service) {
        if (take(service) instanceof Application application) {
            return application;
        }
        throw new IllegalArgumentException(
                service + " has a base and is no jakarta.ws.rs.core.Application; register it "
                        + "as one, and import jakarta.ws.rs, not a copy of it");
    }

    private Blueprint.Resource resource(Published service) {
        if (!service.prototype()) {
            return new Blueprint.Shared(take(service));
        }
        Instances instances = service.instances();
        Object first = made(service);
        instances.release(first);
        return new Blueprint.PerRequest(first.getClass(), instances);
    }

    private Object take(Published service) {
        Object instance = made(service);
        releases.add(() -> service.instances().release(instance));
        return instance;
    }

    private static Object made(Published service) {
        Object instance = service.instances().get();
        if (instance == null) {
            throw new IllegalArgumentException(service + " cannot be made; the log says why");
        }
        return instance;
    }

    private static boolean isDefault(Map<String, Object> properties) {
        return JAKARTA_RS_DEFAULT_APPLICATION.equals(properties.get(JAKARTA_RS_NAME));
    }

    private static boolean isEmpty(Blueprint blueprint) {
        return blueprint.resources().isEmpty() && blueprint.application().isEmpty();
    }
}
