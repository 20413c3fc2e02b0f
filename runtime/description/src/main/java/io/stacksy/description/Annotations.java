package io.stacksy.description;

import io.stacksy.route.Rule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The annotations of a class or a method, read and not loaded.
 *
 * @param values the texts of each, by its descriptor, such as {@code Ljakarta/ws/rs/Path;}
 */
record Annotations(Map<String, List<String>> values) {
    private static final String REST = "Ljakarta/ws/rs/";
    private static final String SECURITY = "Ljakarta/annotation/security/";
    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    Annotations {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        values.forEach((descriptor, texts) -> copy.put(descriptor, List.copyOf(texts)));
        values = Collections.unmodifiableMap(copy);
    }

    static Map<String, List<String>> fresh() {
        return new LinkedHashMap<>();
    }

    /** Writes one annotation into {@code found} as it is read. */
    static AnnotationVisitor into(Map<String, List<String>> found, String descriptor) {
        List<String> texts = found.computeIfAbsent(descriptor, added -> new ArrayList<>());
        return new AnnotationVisitor(Opcodes.ASM9) {
            @Override
            public void visit(@Nullable String name, Object value) {
                if (("value".equals(name) || name == null) && value instanceof String text) {
                    texts.add(text);
                }
            }

            @Override
            public @Nullable AnnotationVisitor visitArray(String name) {
                return "value".equals(name) ? this : null;
            }
        };
    }

    Optional<String> path() {
        return text(REST + "Path;");
    }

    /** The method that an annotation of Jakarta REST's own or, by {@code declared}, of the bundle's stands for. */
    Optional<String> httpMethod(Map<String, String> declared) {
        for (String descriptor : values.keySet()) {
            for (String method : METHODS) {
                if (descriptor.equals(REST + method + ";")) {
                    return Optional.of(method);
                }
            }
            String own = declared.get(descriptor);
            if (own != null) {
                return Optional.of(own);
            }
        }
        return Optional.empty();
    }

    /** The method that this one, as the annotation of an annotation type, makes it stand for. */
    Optional<String> declaredMethod() {
        return text(REST + "HttpMethod;");
    }

    /** What is said about who may call; empty where nothing is. */
    Optional<Rule> rule() {
        if (values.containsKey(SECURITY + "DenyAll;")) {
            return Optional.of(new Rule.Nobody());
        }
        List<String> roles = values.get(SECURITY + "RolesAllowed;");
        if (roles != null) {
            return Optional.of(roles.isEmpty() ? new Rule.Nobody() : new Rule.AnyOf(new LinkedHashSet<>(roles)));
        }
        return values.containsKey(SECURITY + "PermitAll;") ? Optional.of(new Rule.Anyone()) : Optional.empty();
    }

    boolean areOfRest() {
        return values.keySet().stream().anyMatch(descriptor -> descriptor.startsWith(REST));
    }

    private Optional<String> text(String descriptor) {
        return Optional.ofNullable(values.get(descriptor)).map(texts -> texts.isEmpty() ? "" : texts.get(0));
    }
}
