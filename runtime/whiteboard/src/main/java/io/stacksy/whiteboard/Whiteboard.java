package io.stacksy.whiteboard;

import io.stacksy.deploy.Revision;
import io.stacksy.route.Endpoint;
import io.stacksy.route.EndpointFactory;
import io.stacksy.route.RequestChecks;
import io.stacksy.store.Reachability;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.namespace.implementation.ImplementationNamespace;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.JakartarsWhiteboardConstants;

/** Makes the endpoint of a revision from the services of its bundle, as OSGi's whiteboard for Jakarta REST says. */
@Capability(
        namespace = ImplementationNamespace.IMPLEMENTATION_NAMESPACE,
        name = JakartarsWhiteboardConstants.JAKARTA_RS_WHITEBOARD_IMPLEMENTATION,
        version = JakartarsWhiteboardConstants.JAKARTA_RS_WHITEBOARD_SPECIFICATION_VERSION,
        uses = {
            jakarta.ws.rs.Path.class,
            jakarta.ws.rs.client.Client.class,
            jakarta.ws.rs.container.ContainerRequestFilter.class,
            jakarta.ws.rs.core.Application.class,
            jakarta.ws.rs.ext.Providers.class,
            jakarta.ws.rs.sse.Sse.class,
            JakartarsWhiteboardConstants.class
        })
@Component(service = EndpointFactory.class)
public final class Whiteboard implements EndpointFactory {
    private final BundleContext context;
    private final RequestChecks checks;
    private final Reachability database;

    @Activate
    public Whiteboard(
            BundleContext context,
            @Reference JerseyRuntime jersey,
            @Reference RequestChecks checks,
            @Reference Reachability database) {
        this.context = context;
        this.checks = checks;
        this.database = database;
    }

    @Override
    public Built build(Revision revision, long bundleId) {
        Bundle bundle = context.getBundle(bundleId);
        BundleWiring wiring = bundle == null ? null : bundle.adapt(BundleWiring.class);
        if (bundle == null || wiring == null) {
            throw new IllegalArgumentException(revision + " has no bundle that is resolved");
        }
        return build(
                BundleServices.of(bundle, context),
                "/api/" + revision.tool() + "/",
                wiring.getClassLoader(),
                BundleDescription.of(bundle),
                (description, operations) -> checks.compile(revision.toString(), description, operations),
                database::explains);
    }

    static Built build(
            List<Published> services,
            String address,
            ClassLoader loader,
            Optional<String> description,
            ContainerEndpoint.Checking checking,
            Predicate<Throwable> outage) {
        Assembly assembly = Assembly.of(services, runtime(address), loader);
        try {
            ContainerEndpoint endpoint =
                    ContainerEndpoint.build(assembly.blueprints(), loader, description, checking, outage);
            return new Running(endpoint, assembly);
        } catch (RuntimeException | Error e) {
            assembly.close();
            throw e;
        }
    }

    /** What the whiteboard says of itself, for filters to match. */
    private static Map<String, Object> runtime(String address) {
        return Map.of(
                "osgi.jakartars.endpoint",
                new String[] {address},
                JakartarsWhiteboardConstants.JAKARTA_RS_MEDIA_TYPE,
                new String[] {"application/json"});
    }

    private record Running(ContainerEndpoint container, Assembly assembly) implements Built {
        @Override
        public Endpoint endpoint() {
            return container;
        }

        @Override
        public void close() {
            container.close();
            assembly.close();
        }
    }
}
