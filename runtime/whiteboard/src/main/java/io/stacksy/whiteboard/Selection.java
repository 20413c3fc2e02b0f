package io.stacksy.whiteboard;

import static org.osgi.service.jakartars.whiteboard.JakartarsWhiteboardConstants.JAKARTA_RS_APPLICATION_SELECT;
import static org.osgi.service.jakartars.whiteboard.JakartarsWhiteboardConstants.JAKARTA_RS_DEFAULT_APPLICATION;
import static org.osgi.service.jakartars.whiteboard.JakartarsWhiteboardConstants.JAKARTA_RS_EXTENSION_SELECT;
import static org.osgi.service.jakartars.whiteboard.JakartarsWhiteboardConstants.JAKARTA_RS_NAME;
import static org.osgi.service.jakartars.whiteboard.JakartarsWhiteboardConstants.JAKARTA_RS_WHITEBOARD_TARGET;

import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.ext.ContextResolver;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.WriterInterceptor;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which services belong together, by the properties and filters of the whiteboard specification. */
final class Selection {
    private static final Logger log = LoggerFactory.getLogger(Selection.class);
    private static final List<Class<?>> CONTRACTS = List.of(
            ContainerRequestFilter.class,
            ContainerResponseFilter.class,
            ReaderInterceptor.class,
            WriterInterceptor.class,
            MessageBodyReader.class,
            MessageBodyWriter.class,
            ContextResolver.class,
            ExceptionMapper.class,
            ParamConverterProvider.class,
            Feature.class,
            DynamicFeature.class);

    private final List<Published> services;
    private final Map<String, Object> runtime;

    /** @param services by rank, the highest first; of several with one name only the first counts */
    Selection(List<Published> services, Map<String, Object> runtime) {
        Set<Object> names = new HashSet<>();
        this.runtime = runtime;
        this.services = services.stream()
                .filter(service -> matchesAll(service.strings(JAKARTA_RS_WHITEBOARD_TARGET), List.of(runtime)))
                .filter(service -> isFirst(service, names))
                .toList();
    }

    List<Published> applications() {
        return services.stream().filter(Published::isApplication).toList();
    }

    /** The resources and extensions. */
    List<Published> members() {
        return services.stream()
                .filter(service -> !service.isApplication() && (service.isResource() || service.isExtension()))
                .toList();
    }

    /** Whether {@code member} is meant for the application with {@code properties}. */
    static boolean selects(Published member, Map<String, Object> properties) {
        return applicationFilters(member).stream().anyMatch(filter -> matches(filter, properties));
    }

    static List<String> applicationFilters(Published member) {
        List<String> filters = member.strings(JAKARTA_RS_APPLICATION_SELECT);
        return filters.isEmpty()
                ? List.of("(" + JAKARTA_RS_NAME + "=" + JAKARTA_RS_DEFAULT_APPLICATION + ")")
                : filters;
    }

    /** The types of Jakarta REST that {@code extension} is registered as. */
    static List<Class<?>> contracts(Published extension) {
        List<Class<?>> contracts = CONTRACTS.stream()
                .filter(contract -> extension.types().contains(contract.getName()))
                .toList();
        if (contracts.isEmpty()) {
            throw new IllegalArgumentException(extension + " is registered as an extension and as none of the types "
                    + "that an extension can be, such as " + ExceptionMapper.class.getName());
        }
        return contracts;
    }

    /**
     * Looks whether an application has the extensions that it and its members depend on.
     *
     * @throws IllegalArgumentException if one is missing
     */
    void check(Map<String, Object> properties, @Nullable Published application, List<Published> members) {
        List<Map<String, Object>> present = Stream.concat(
                        Stream.of(runtime, properties),
                        members.stream().filter(Published::isExtension).map(Published::properties))
                .toList();
        Stream.concat(Stream.ofNullable(application), members.stream()).forEach(service -> {
            for (String filter : service.strings(JAKARTA_RS_EXTENSION_SELECT)) {
                if (!matchesAll(List.of(filter), present)) {
                    throw new IllegalArgumentException(
                            service + " depends on an extension that the bundle does not have: " + filter);
                }
            }
        });
    }

    private static boolean isFirst(Published service, Set<Object> names) {
        Object name = service.properties().get(JAKARTA_RS_NAME);
        boolean first = name == null || names.add(name);
        if (!first) {
            log.warn("{} is not served: its name '{}' is taken by a service of higher rank", service, name);
        }
        return first;
    }

    private static boolean matchesAll(List<String> filters, List<Map<String, Object>> candidates) {
        return filters.stream()
                .allMatch(filter -> candidates.stream().anyMatch(properties -> matches(filter, properties)));
    }

    private static boolean matches(String text, Map<String, Object> properties) {
        try {
            Filter filter = FrameworkUtil.createFilter(text);
            return filter.matches(properties);
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException("not a filter: " + text, e);
        }
    }
}
