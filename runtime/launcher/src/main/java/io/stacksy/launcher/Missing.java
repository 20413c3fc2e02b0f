package io.stacksy.launcher;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** Finds out why a node does not get ready. */
final class Missing {
    /** Others have components that are not meant to be there unless someone configures them. */
    private static final String OURS = "io.stacksy.";

    private static final Pattern REQUIREMENT =
            Pattern.compile("missing requirement \\[.+?] (osgi\\.[^\\[\\]]+?)(?= \\[|]| Unresolved|$)");

    private final ServiceComponentRuntime runtime;
    private final List<String> failed = new ArrayList<>();
    private final List<String> waiting = new ArrayList<>();

    private Missing(ServiceComponentRuntime runtime) {
        this.runtime = runtime;
    }

    /**
     * The components that failed; if none did, those that wait, and for what; if none does, what else is known.
     */
    static String in(BundleContext context, List<Bundle> bundles, String otherwise) {
        for (Bundle bundle : bundles) {
            boolean fragment = bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
            if (!fragment && bundle.getState() != Bundle.ACTIVE) {
                return "bundle " + bundle.getSymbolicName() + " is not active";
            }
        }
        ServiceReference<ServiceComponentRuntime> reference =
                context.getServiceReference(ServiceComponentRuntime.class);
        if (reference == null) {
            return "nothing runs its components";
        }
        Missing missing = new Missing(context.getService(reference));
        Collection<ComponentDescriptionDTO> components = missing.runtime.getComponentDescriptionDTOs(bundles.stream()
                .filter(bundle -> bundle.getSymbolicName().startsWith(OURS))
                .toArray(Bundle[]::new));
        components.forEach(missing::inspect);
        List<String> reasons = missing.failed.isEmpty() ? missing.waiting : missing.failed;
        return reasons.isEmpty() ? otherwise : String.join("; ", reasons);
    }

    /** What Felix says is missing, without all that it says around it. */
    static String requirement(String message) {
        Matcher matcher = REQUIREMENT.matcher(message);
        String missing = null;
        while (matcher.find()) {
            missing = matcher.group(1).strip(); // the last is the one that the others fail for
        }
        return missing == null ? message : "nothing provides " + missing;
    }

    private void inspect(ComponentDescriptionDTO component) {
        Collection<ComponentConfigurationDTO> configurations = runtime.getComponentConfigurationDTOs(component);
        if (configurations.isEmpty() && component.configurationPolicy.equals("require")) {
            waiting.add(component.name + " has no configuration");
        }
        for (ComponentConfigurationDTO configuration : configurations) {
            switch (configuration.state) {
                case ComponentConfigurationDTO.FAILED_ACTIVATION -> failed.add(
                        component.name + " failed: " + cause(configuration.failure));
                case ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION -> waiting.add(
                        component.name + " has no configuration");
                case ComponentConfigurationDTO.UNSATISFIED_REFERENCE -> waiting.add(
                        component.name + " waits for " + services(component, configuration));
                default -> {} // it serves, or will when it is asked for
            }
        }
    }

    private static String services(ComponentDescriptionDTO component, ComponentConfigurationDTO configuration) {
        return Stream.of(configuration.unsatisfiedReferences)
                .map(reference -> service(component, reference))
                .distinct()
                .reduce((one, other) -> one + ", " + other)
                .orElse("something");
    }

    private static String service(ComponentDescriptionDTO component, UnsatisfiedReferenceDTO unsatisfied) {
        return Arrays.stream(component.references)
                .filter(reference -> reference.name.equals(unsatisfied.name))
                .map(reference -> reference.interfaceName)
                .findFirst()
                .orElse(unsatisfied.name);
    }

    /** The innermost cause that a stack trace names. */
    static String cause(String trace) {
        List<String> lines = trace.lines().toList();
        String innermost = lines.isEmpty() ? "for no reason it gives" : lines.get(0);
        for (String line : lines) {
            if (line.startsWith("Caused by: ")) {
                innermost = line.substring("Caused by: ".length());
            }
        }
        return innermost;
    }
}
