package io.stacksy.whiteboard;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.service.jakartars.whiteboard.JakartarsWhiteboardConstants;

/**
 * One service that asks to be served, apart from the framework that it is registered in.
 *
 * @param description names the service for people
 * @param types the names of the types it is registered as
 * @param prototype whether each user gets an object of its own
 */
record Published(
        String description, Map<String, Object> properties, Set<String> types, boolean prototype, Instances instances) {
    Published {
        properties = Map.copyOf(properties);
        types = Set.copyOf(types);
    }

    boolean isResource() {
        return flag(JakartarsWhiteboardConstants.JAKARTA_RS_RESOURCE);
    }

    boolean isExtension() {
        return flag(JakartarsWhiteboardConstants.JAKARTA_RS_EXTENSION);
    }

    boolean isApplication() {
        return properties.containsKey(JakartarsWhiteboardConstants.JAKARTA_RS_APPLICATION_BASE);
    }

    /** The values of a property that may hold one or several. */
    List<String> strings(String property) {
        Object value = properties.get(property);
        if (value == null) {
            return List.of();
        }
        if (value instanceof Object[] array) {
            return List.of(array).stream().map(Object::toString).toList();
        }
        if (value instanceof Collection<?> collection) {
            return collection.stream().map(Object::toString).toList();
        }
        return List.of(value.toString());
    }

    @Override
    public String toString() {
        return description;
    }

    private boolean flag(String property) {
        return "true".equalsIgnoreCase(String.valueOf(properties.get(property)));
    }
}
