package io.stacksy.admin.rest;

import io.stacksy.route.Endpoint;
import io.stacksy.route.Operation;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** What the parts of the platform itself can be asked, as they come and go. Thread-safe. */
@Component(service = PlatformOperations.class)
public final class PlatformOperations {
    private final Set<Endpoint> endpoints = new CopyOnWriteArraySet<>();

    @Activate
    public PlatformOperations() {}

    @Reference(
            target = "(" + Endpoint.MOUNT + "=*)",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void add(Endpoint endpoint) {
        endpoints.add(endpoint);
    }

    void remove(Endpoint endpoint) {
        endpoints.remove(endpoint);
    }

    List<Operation> all() {
        return endpoints.stream()
                .flatMap(endpoint -> endpoint.operations().stream())
                .toList();
    }
}
