package io.stacksy.whiteboard;

import io.stacksy.budget.Rate;
import io.stacksy.route.Quota;
import io.stacksy.route.Rule;
import io.stacksy.tool.MaxBody;
import io.stacksy.tool.RateLimit;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the annotations of a resource method and its class say about who may call it, with how much, and how often.
 *
 * <p>The nearest declaration counts. On the way from the resource's own class up, an annotated method comes before its
 * class, and the class that overrides a method before the method it overrides; interfaces come after classes.
 */
final class Rules {
    private static final List<Class<? extends Annotation>> WHO =
            List.of(DenyAll.class, RolesAllowed.class, PermitAll.class);

    private Rules() {}

    static Rule rule(Class<?> resource, Method method) {
        AnnotatedElement element = nearest(resource, method, WHO).orElse(null);
        if (element == null) {
            return new Rule.SignedIn();
        }
        if (element.isAnnotationPresent(DenyAll.class)) {
            return new Rule.Nobody();
        }
        RolesAllowed roles = element.getAnnotation(RolesAllowed.class);
        if (roles == null) {
            return new Rule.Anyone();
        }
        Set<String> grants = new LinkedHashSet<>(Arrays.asList(roles.value()));
        return grants.isEmpty() ? new Rule.Nobody() : new Rule.AnyOf(grants);
    }

    static OptionalLong maxBody(Class<?> resource, Method method) {
        return nearest(resource, method, List.of(MaxBody.class))
                .map(element ->
                        OptionalLong.of(element.getAnnotation(MaxBody.class).value()))
                .orElse(OptionalLong.empty());
    }

    /** @throws IllegalArgumentException if it is no rate; the message says where it stands */
    static Optional<Quota> quota(Class<?> resource, Method method) {
        return nearest(resource, method, List.of(RateLimit.class)).map(element -> {
            RateLimit limit = element.getAnnotation(RateLimit.class);
            try {
                return new Quota(Rate.parse(limit.value()), limit.scope() == RateLimit.Scope.EVERYBODY);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "@RateLimit(\"" + limit.value() + "\") of " + name(resource, method) + " " + e.getMessage(), e);
            }
        });
    }

    /** What a method is called in a message. */
    static String name(Class<?> resource, Method method) {
        return resource.getName() + "." + method.getName();
    }

    /** The rule that lets through whoever any of the two lets through. */
    static Rule weaker(Rule one, Rule other) {
        if (one instanceof Rule.Anyone || other instanceof Rule.Nobody) {
            return one;
        }
        if (other instanceof Rule.Anyone || one instanceof Rule.Nobody) {
            return other;
        }
        if (one instanceof Rule.AnyOf first && other instanceof Rule.AnyOf second) {
            Set<String> grants = new LinkedHashSet<>(first.grants());
            grants.addAll(second.grants());
            return new Rule.AnyOf(grants);
        }
        return new Rule.SignedIn();
    }

    private static Optional<AnnotatedElement> nearest(
            Class<?> resource, Method method, List<Class<? extends Annotation>> annotations) {
        List<Class<?>> classes = classes(resource);
        List<Class<?>> interfaces = interfaces(classes);
        List<AnnotatedElement> elements = new ArrayList<>();
        for (Class<?> type : classes) {
            Method declared = declared(type, method);
            if (declared != null) {
                elements.add(declared);
                elements.add(type);
            }
        }
        for (Class<?> type : interfaces) {
            Method declared = declared(type, method);
            if (declared != null) {
                elements.add(declared);
            }
        }
        elements.addAll(classes);
        elements.addAll(interfaces);
        return elements.stream()
                .filter(element -> annotations.stream().anyMatch(element::isAnnotationPresent))
                .findFirst();
    }

    private static List<Class<?>> classes(Class<?> resource) {
        List<Class<?>> classes = new ArrayList<>();
        for (Class<?> type = resource; type != null && type != Object.class; type = type.getSuperclass()) {
            classes.add(type);
        }
        return classes;
    }

    private static List<Class<?>> interfaces(List<Class<?>> classes) {
        Set<Class<?>> found = new LinkedHashSet<>();
        List<Class<?>> next = new ArrayList<>(classes);
        while (!next.isEmpty()) {
            Class<?> type = next.remove(0);
            for (Class<?> parent : type.getInterfaces()) {
                if (found.add(parent)) {
                    next.add(parent);
                }
            }
        }
        return List.copyOf(found);
    }

    /** The method of {@code type} that {@code method} is, overrides or is overridden by. */
    private static @Nullable Method declared(Class<?> type, Method method) {
        Method generic = null;
        for (Method candidate : type.getDeclaredMethods()) {
            if (candidate.isBridge()
                    || !candidate.getName().equals(method.getName())
                    || candidate.getParameterCount() != method.getParameterCount()) {
                continue;
            }
            if (Arrays.equals(candidate.getParameterTypes(), method.getParameterTypes())) {
                return candidate;
            }
            if (overridesWithTypeVariables(candidate, method)) {
                generic = candidate;
            }
        }
        return generic;
    }

    private static boolean overridesWithTypeVariables(Method one, Method other) {
        for (int i = 0; i < one.getParameterCount(); i++) {
            Class<?> first = one.getParameterTypes()[i];
            Class<?> second = other.getParameterTypes()[i];
            boolean variable = !(one.getGenericParameterTypes()[i] instanceof Class)
                    || !(other.getGenericParameterTypes()[i] instanceof Class);
            boolean related = first.isAssignableFrom(second) || second.isAssignableFrom(first);
            if (first != second && !(variable && related)) {
                return false;
            }
        }
        return true;
    }
}
