package io.stacksy.deployer;

import io.stacksy.deploy.Plan.Obstacle;
import io.stacksy.deploy.Revision;
import io.stacksy.deploy.RolloutException.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.felix.utils.resource.CapabilitySet;
import org.apache.felix.utils.resource.SimpleFilter;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.resource.Capability;
import org.osgi.resource.Namespace;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;

/** Finds what a bundle requires and neither it nor the node has, without installing it. Thread-safe. */
final class Resolution {
    private static final String FILTER = Namespace.REQUIREMENT_FILTER_DIRECTIVE;

    private final FrameworkWiring wiring;

    Resolution(FrameworkWiring wiring) {
        this.wiring = wiring;
    }

    List<Obstacle> missing(Revision revision, Archive archive) {
        Resource resource = Inspection.resource(archive);
        List<Obstacle> missing = new ArrayList<>();
        for (Requirement requirement : resource.getRequirements(null)) {
            if (isNeeded(requirement) && !isMet(requirement, resource)) {
                missing.add(new Obstacle(Reason.UNRESOLVED, describe(revision, requirement)));
            }
        }
        return missing;
    }

    /** What each package that is imported resolves against, in words. */
    List<String> imports(Archive archive) {
        Resource resource = Inspection.resource(archive);
        return resource.getRequirements(PackageNamespace.PACKAGE_NAMESPACE).stream()
                .map(requirement -> imported(requirement, resource))
                .sorted()
                .toList();
    }

    private String imported(Requirement requirement, Resource resource) {
        String filter = requirement.getDirectives().getOrDefault(FILTER, "");
        String wanted = Words.packageName(filter) + Words.versionRange(filter);
        return providers(requirement).stream()
                .filter(Resolution::isThere)
                .max(Comparator.comparing(Resolution::version))
                .map(found -> wanted + " from " + provider(found))
                .orElseGet(() -> {
                    boolean own = resource.getCapabilities(PackageNamespace.PACKAGE_NAMESPACE).stream()
                            .anyMatch(capability -> matches(requirement, capability));
                    return wanted
                            + (own ? " from itself" : isNeeded(requirement) ? " from nowhere" : ": left out, optional");
                });
    }

    private static Version version(BundleCapability capability) {
        return capability.getAttributes().get(PackageNamespace.CAPABILITY_VERSION_ATTRIBUTE) instanceof Version version
                ? version
                : Version.emptyVersion;
    }

    private static String provider(BundleCapability found) {
        Bundle bundle = found.getRevision().getBundle();
        String name =
                bundle.getBundleId() == 0 ? "the framework" : bundle.getSymbolicName() + " " + bundle.getVersion();
        return name + ", which has " + version(found);
    }

    private static boolean isNeeded(Requirement requirement) {
        Map<String, String> directives = requirement.getDirectives();
        String resolution = directives.get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE);
        String effective =
                directives.getOrDefault(Namespace.REQUIREMENT_EFFECTIVE_DIRECTIVE, Namespace.EFFECTIVE_RESOLVE);
        return (resolution == null || resolution.equals(Namespace.RESOLUTION_MANDATORY))
                && effective.equals(Namespace.EFFECTIVE_RESOLVE);
    }

    private boolean isMet(Requirement requirement, Resource resource) {
        return resource.getCapabilities(requirement.getNamespace()).stream().anyMatch(own -> matches(requirement, own))
                || providers(requirement).stream().anyMatch(Resolution::isThere);
    }

    private List<BundleCapability> providers(Requirement requirement) {
        return wiring.findProviders(requirement).stream()
                .filter(Isolation::isOffered)
                .toList();
    }

    private static boolean isThere(BundleCapability capability) {
        int state = capability.getRevision().getBundle().getState();
        return (state & (Bundle.RESOLVED | Bundle.STARTING | Bundle.ACTIVE)) != 0;
    }

    private static boolean matches(Requirement requirement, Capability capability) {
        String filter = requirement.getDirectives().get(FILTER);
        return filter == null || CapabilitySet.matches(capability, SimpleFilter.parse(filter));
    }

    private String describe(Revision revision, Requirement requirement) {
        String filter = requirement.getDirectives().getOrDefault(FILTER, "");
        if (!requirement.getNamespace().equals(PackageNamespace.PACKAGE_NAMESPACE)) {
            return revision + " requires " + requirement.getNamespace() + " " + filter
                    + ", which this node does not have; build it against what the node offers";
        }
        String name = Words.packageName(filter);
        String versions = versions(name);
        String wanted = revision + " imports the package " + name + Words.versionRange(filter);
        return versions.isEmpty()
                ? wanted + ", which this node does not have; pack it into the bundle (Private-Package)"
                : wanted + ", and this node has " + versions + "; build against that, or pack it into the bundle";
    }

    private String versions(String name) {
        Requirement any = new Requirement() {
            @Override
            public String getNamespace() {
                return PackageNamespace.PACKAGE_NAMESPACE;
            }

            @Override
            public Map<String, String> getDirectives() {
                return Map.of(FILTER, "(" + PackageNamespace.PACKAGE_NAMESPACE + "=" + name + ")");
            }

            @Override
            public Map<String, Object> getAttributes() {
                return Map.of();
            }

            @Override
            public Resource getResource() {
                throw new UnsupportedOperationException("a question, not part of a resource");
            }
        };
        return providers(any).stream()
                .map(capability -> capability.getAttributes().get(PackageNamespace.CAPABILITY_VERSION_ATTRIBUTE))
                .filter(Objects::nonNull)
                .map(Object::toString)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
