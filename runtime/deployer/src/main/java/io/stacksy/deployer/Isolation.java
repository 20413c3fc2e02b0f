package io.stacksy.deployer;

import io.stacksy.deploy.ToolLocation;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.bundle.CollisionHook;
import org.osgi.framework.hooks.resolver.ResolverHook;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.framework.hooks.service.FindHook;
import org.osgi.framework.hooks.service.ListenerHook.ListenerInfo;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/**
 * Who may see whom: tool bundles see the node's API and nothing of each other, be it another revision of the same tool;
 * of what tools register, only those parts of the node take notice whose task that is. Immutable.
 */
final class Isolation implements ResolverHookFactory, FindHook, EventListenerHook, CollisionHook {
    /** Property of the services that stand in for a {@link io.stacksy.deploy.ToolService}. */
    static final String FOR_TOOLS = "stacksy.for.tools";

    private static final String MOUNT = "stacksy.mount";
    private static final Set<String> EXTENDERS = Set.of(
            "io.stacksy.deployer",
            "io.stacksy.whiteboard",
            "org.apache.felix.scr",
            "org.apache.felix.configadmin",
            "org.apache.felix.eventadmin",
            "org.apache.felix.healthcheck.core");

    /**
     * What only the node itself offers. A service under such a name, or one that begins with it, is the tool's own
     * affair: nobody else sees it, whatever its ranking.
     */
    private static final List<String> OF_THE_NODE = List.of(
            "io.stacksy.",
            "io.prometheus.",
            "jakarta.servlet.",
            "org.apache.felix.hc.api.condition.",
            "org.apache.felix.hc.api.execution.",
            "org.osgi.framework.",
            "org.osgi.service.cm.ConfigurationAdmin",
            "org.osgi.service.cm.ConfigurationPlugin",
            "org.osgi.service.component.runtime.",
            "org.osgi.service.event.EventAdmin",
            "org.osgi.service.jakartars.runtime.",
            "org.osgi.service.log.",
            "org.osgi.service.servlet.",
            "org.slf4j.");

    /** What a tool is written against, and what the guard weaves into it. */
    private static final List<String> SEEN_BY_TOOLS = List.of("io.stacksy.tool.", "io.stacksy.guard.checkpoint.");

    private final long ownId;

    private Isolation(long ownId) {
        this.ownId = ownId;
    }

    /** Puts the rules into force. They hold until the registration is taken back. */
    static ServiceRegistration<?> register(BundleContext context) {
        return context.registerService(
                new String[] {
                    ResolverHookFactory.class.getName(),
                    FindHook.class.getName(),
                    EventListenerHook.class.getName(),
                    CollisionHook.class.getName()
                },
                new Isolation(context.getBundle().getBundleId()),
                null);
    }

    static boolean isTool(Bundle bundle) {
        return ToolLocation.isTool(bundle.getLocation());
    }

    /** Whether a tool's bundle may be wired to a capability of the node. */
    static boolean isOffered(BundleCapability capability) {
        if (isTool(capability.getRevision().getBundle())) {
            return false;
        }
        Map<String, Object> attributes = capability.getAttributes();
        return switch (capability.getNamespace()) {
            case PackageNamespace.PACKAGE_NAMESPACE -> !isInternal(
                    String.valueOf(attributes.get(PackageNamespace.PACKAGE_NAMESPACE)) + ".");
            case BundleNamespace.BUNDLE_NAMESPACE, HostNamespace.HOST_NAMESPACE -> !isInternal(
                    String.valueOf(attributes.get(capability.getNamespace())) + ".");
            default -> true;
        };
    }

    private static boolean isInternal(String name) {
        return (name.startsWith("io.stacksy.") && SEEN_BY_TOOLS.stream().noneMatch(name::startsWith))
                || name.startsWith("org.osgi.framework.hooks.");
    }

    /** Whether {@code viewer} may know of a service. */
    boolean sees(Bundle viewer, ServiceReference<?> service) {
        Bundle owner = service.getBundle();
        if (owner == null || owner.equals(viewer) || viewer.getBundleId() == Constants.SYSTEM_BUNDLE_ID) {
            return true;
        }
        List<String> names = List.of((String[]) service.getProperty(Constants.OBJECTCLASS));
        boolean mounted = service.getProperty(MOUNT) != null;
        if (isTool(owner)) {
            return !mounted
                    && names.stream().noneMatch(Isolation::isOfTheNode)
                    && !isTool(viewer)
                    && isExtender(viewer);
        }
        if (isTool(viewer)) {
            return !mounted && names.stream().noneMatch(Isolation::isInternal);
        }
        return service.getProperty(FOR_TOOLS) == null;
    }

    private static boolean isOfTheNode(String name) {
        return OF_THE_NODE.stream().anyMatch(name::startsWith);
    }

    private boolean isExtender(Bundle viewer) {
        return viewer.getBundleId() == ownId || EXTENDERS.contains(String.valueOf(viewer.getSymbolicName()));
    }

    @Override
    public void find(
            BundleContext context,
            String name,
            String filter,
            boolean allServices,
            Collection<ServiceReference<?>> references) {
        references.removeIf(service -> !sees(context.getBundle(), service));
    }

    @Override
    public void event(ServiceEvent event, Map<BundleContext, Collection<ListenerInfo>> listeners) {
        listeners.keySet().removeIf(context -> !sees(context.getBundle(), event.getServiceReference()));
    }

    /** Lets a revision be installed while one of the same version is still on its way out. */
    @Override
    public void filterCollisions(int operation, Bundle target, Collection<Bundle> collisions) {
        if (operation == CollisionHook.INSTALLING && target.getBundleId() == ownId) {
            collisions.removeIf(Isolation::isTool);
        }
    }

    @Override
    public ResolverHook begin(Collection<BundleRevision> triggers) {
        return Wiring.INSTANCE;
    }

    /** The part of the rules that holds while bundles are resolved. */
    private enum Wiring implements ResolverHook {
        INSTANCE;

        @Override
        public void filterMatches(BundleRequirement requirement, Collection<BundleCapability> candidates) {
            Bundle requirer = requirement.getRevision().getBundle();
            boolean tool = isTool(requirer);
            candidates.removeIf(candidate -> {
                Bundle provider = candidate.getRevision().getBundle();
                return !provider.equals(requirer) && (tool ? !isOffered(candidate) : isTool(provider));
            });
        }

        /** Two revisions of a bundle that calls itself a singleton are still two revisions. */
        @Override
        public void filterSingletonCollisions(BundleCapability singleton, Collection<BundleCapability> collisions) {
            if (isTool(singleton.getRevision().getBundle())) {
                collisions.removeIf(other -> isTool(other.getRevision().getBundle()));
            }
        }

        @Override
        public void filterResolvable(Collection<BundleRevision> candidates) {
            // whoever is installed may resolve
        }

        @Override
        public void end() {
            // nothing is kept between resolutions
        }
    }
}
