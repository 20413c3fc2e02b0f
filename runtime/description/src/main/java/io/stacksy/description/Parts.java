package io.stacksy.description;

import io.stacksy.deploy.Deployments;
import io.stacksy.deploy.Revision;
import io.stacksy.deploy.Tool;
import io.stacksy.deploy.Version;
import io.stacksy.route.Endpoint;
import io.stacksy.route.Lease;
import io.stacksy.route.Router;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** What the document of this node is made of: the live tools, and the described parts of the platform. Thread-safe. */
@Component(service = Parts.class)
public final class Parts {
    private final Deployments deployments;
    private final Router router;
    private final Map<Endpoint, List<String>> platform = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();

    @Activate
    public Parts(@Reference Deployments deployments, @Reference Router router) {
        this.deployments = deployments;
        this.router = router;
    }

    @Reference(
            // not the document itself, which is made of these: it would wait for itself
            target = "(&(" + Endpoint.MOUNT + "=*)(!(" + Endpoint.MOUNT + "=" + DocumentEndpoint.ROOT + ")))",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void add(Endpoint endpoint, Map<String, Object> properties) {
        if (endpoint.description().isPresent()) { // else it is pages, not an API
            platform.put(endpoint, mounts(properties.get(Endpoint.MOUNT)));
            changes.incrementAndGet();
        }
    }

    void remove(Endpoint endpoint) {
        if (platform.remove(endpoint) != null) {
            changes.incrementAndGet();
        }
    }

    private static List<String> mounts(@Nullable Object property) {
        return property instanceof String[] several ? List.of(several) : List.of(String.valueOf(property));
    }

    /** Equal to one of before where {@link #all} would say the same as then. */
    Object state() {
        List<Revision> live = deployments.tools().stream()
                .flatMap(tool -> tool.revisions().stream()
                        .map(Tool.RevisionStatus::revision)
                        .filter(revision ->
                                tool.live().filter(revision.version()::equals).isPresent()))
                .toList();
        return new State(changes.get(), live);
    }

    /** How often the platform has changed, and what is live. */
    private record State(long changes, List<Revision> live) {}

    /** The platform's first, as a tool's alias never takes a path of theirs; all of them by name. */
    List<Part> all() {
        Stream<Part> own = platform.entrySet().stream()
                .map(entry -> Part.ofPlatform(entry.getValue(), entry.getKey()))
                .sorted(Comparator.comparing(Part::name));
        Stream<Part> tools = deployments.tools().stream().flatMap(tool -> part(tool).stream());
        return Stream.concat(own, tools).toList();
    }

    /** The live revision; where its moment has just gone, whatever has the traffic. */
    private Optional<Part> part(Tool tool) {
        String name = tool.name().value();
        Optional<Version> live = tool.live();
        if (live.isEmpty()) {
            return Optional.empty();
        }
        return router.enter(name, live.get())
                .or(() -> router.enter(name, () -> 0))
                .map(lease -> {
                    try (Lease held = lease) {
                        return Part.ofTool(held.revision(), tool.aliases(), held.endpoint());
                    }
                });
    }
}
