package io.stacksy.deployer;

import io.stacksy.deploy.Revision;
import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.RolloutException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** The Declarative Services components of a bundle, and what keeps them from working. Thread-safe. */
final class Components {
    private static final String HEADER = "Service-Component";

    /** What nothing has moved towards for so long will not come. */
    private static final Duration QUIET = Duration.ofSeconds(2);

    private final BundleContext context;
    private final ServiceComponentRuntime runtime;

    Components(BundleContext context, ServiceComponentRuntime runtime) {
        this.context = context;
        this.runtime = runtime;
    }

    /**
     * Waits until all enabled components of a started bundle are satisfied.
     *
     * @throws RolloutException {@code START_FAILED}, naming each that is not and what it waits for
     */
    void await(Revision revision, Bundle bundle, Ticker.Deadline deadline) throws InterruptedException {
        if (bundle.getHeaders().get(HEADER) == null) {
            return;
        }
        try (ServiceChanges changes = ServiceChanges.listen(context)) {
            boolean moving = true;
            while (true) {
                List<String> failures = failures(bundle);
                List<String> unsatisfied = unsatisfied(bundle);
                if (failures.isEmpty() && unsatisfied.isEmpty()) {
                    return;
                }
                if (!failures.isEmpty() || !moving || deadline.isOver()) {
                    throw RolloutException.because(
                            Reason.START_FAILED,
                            revision + " did not start: "
                                    + Stream.concat(failures.stream(), unsatisfied.stream())
                                            .collect(Collectors.joining("; ")));
                }
                moving = changes.await(deadline.left().compareTo(QUIET) < 0 ? deadline.left() : QUIET);
            }
        }
    }

    /** What components threw on their activation. */
    List<String> failures(Bundle bundle) {
        List<String> failures = new ArrayList<>();
        for (ComponentDescriptionDTO component : enabled(bundle)) {
            for (ComponentConfigurationDTO configuration : runtime.getComponentConfigurationDTOs(component)) {
                if (configuration.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
                    failures.add("component " + component.name + " failed: " + thrown(configuration.failure));
                }
            }
        }
        return failures;
    }

    private List<String> unsatisfied(Bundle bundle) {
        Collection<ComponentDescriptionDTO> components = enabled(bundle);
        if (components.isEmpty() && runtime.getComponentDescriptionDTOs(bundle).isEmpty()) {
            return List.of("none of the components that its manifest names (" + HEADER + ": "
                    + bundle.getHeaders().get(HEADER) + ") could be read");
        }
        List<String> unsatisfied = new ArrayList<>();
        for (ComponentDescriptionDTO component : components) {
            Collection<ComponentConfigurationDTO> configurations = runtime.getComponentConfigurationDTOs(component);
            if (configurations.isEmpty() && "require".equals(component.configurationPolicy)) {
                unsatisfied.add(noConfiguration(component));
            }
            for (ComponentConfigurationDTO configuration : configurations) {
                if (configuration.state == ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION) {
                    unsatisfied.add(noConfiguration(component));
                } else if (configuration.state == ComponentConfigurationDTO.UNSATISFIED_REFERENCE) {
                    for (UnsatisfiedReferenceDTO reference : configuration.unsatisfiedReferences) {
                        unsatisfied.add(noService(bundle, component, reference));
                    }
                }
            }
        }
        return unsatisfied;
    }

    private Collection<ComponentDescriptionDTO> enabled(Bundle bundle) {
        return runtime.getComponentDescriptionDTOs(bundle).stream()
                .filter(component -> component.factory == null)
                .filter(runtime::isComponentEnabled)
                .toList();
    }

    private static String noConfiguration(ComponentDescriptionDTO component) {
        return "component " + component.name + " waits for its configuration "
                + String.join(", ", component.configurationPid) + ", which is not there";
    }

    private String noService(Bundle bundle, ComponentDescriptionDTO component, UnsatisfiedReferenceDTO unsatisfied) {
        ReferenceDTO reference = Arrays.stream(component.references)
                .filter(declared -> declared.name.equals(unsatisfied.name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no reference " + unsatisfied.name));
        String target = unsatisfied.target == null ? "" : " with " + unsatisfied.target;
        String waits = "component " + component.name + " waits for service " + reference.interfaceName + target;
        return isOffered(bundle, reference.interfaceName)
                ? waits + ", which is there, but not for it"
                : waits + ", which nobody offers";
    }

    private boolean isOffered(Bundle bundle, String service) {
        try {
            ServiceReference<?>[] references = context.getAllServiceReferences(service, null);
            return references != null
                    && Arrays.stream(references)
                            .map(ServiceReference::getBundle)
                            .anyMatch(owner -> owner != null && (owner.equals(bundle) || !Isolation.isTool(owner)));
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("there is no filter that could be wrong", e);
        }
    }

    /** What was thrown, from the text of its stack trace: the innermost cause. */
    private static String thrown(String failure) {
        String text = String.valueOf(failure);
        return Words.said(text.lines()
                .filter(line -> line.startsWith("Caused by: "))
                .reduce((outer, inner) -> inner)
                .map(line -> line.substring("Caused by: ".length()))
                .orElse(text));
    }
}
