package io.stacksy.description;

import io.stacksy.description.ClassFile.MethodFile;
import io.stacksy.description.Description.Offer;
import io.stacksy.route.Rule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The operations that the classes of a jar offer, found by their annotations as Jakarta REST inherits them. */
final class Resources {
    /** What stands for the method of whatever a sub-resource locator decides, as in a live revision. */
    private static final String ANY = "*";

    private final Map<String, ClassFile> classes = new LinkedHashMap<>();
    private final Map<String, String> methods = new LinkedHashMap<>();
    private final Map<String, Offer> offers = new LinkedHashMap<>();

    private Resources(List<ClassFile> all) {
        for (ClassFile type : all) {
            classes.putIfAbsent(type.name(), type);
            type.annotations().declaredMethod().ifPresent(method -> methods.put("L" + type.name() + ";", method));
        }
    }

    static Map<String, Offer> offers(List<ClassFile> classes) {
        Resources resources = new Resources(classes);
        classes.stream().filter(ClassFile::concrete).forEach(resources::look);
        return resources.offers;
    }

    private void look(ClassFile type) {
        List<ClassFile> lineage = lineage(type);
        Optional<String> root = lineage.stream()
                .flatMap(one -> one.annotations().path().stream())
                .findFirst();
        if (root.isPresent()) {
            lineage.stream()
                    .flatMap(one -> one.methods().stream())
                    .forEach(method -> offer(root.get(), lineage, method));
        }
    }

    private void offer(String root, List<ClassFile> lineage, MethodFile method) {
        // the nearest declaration with annotations of Jakarta REST has the say, and it alone
        Optional<Annotations> declared = declarations(lineage, method).stream()
                .map(MethodFile::annotations)
                .filter(annotations -> annotations.areOfRest()
                        || annotations.httpMethod(methods).isPresent())
                .findFirst();
        Optional<String> path = declared.flatMap(Annotations::path);
        Optional<String> http = declared.flatMap(annotations -> annotations.httpMethod(methods));
        if (http.isPresent() || path.isPresent()) {
            String name = http.orElse(ANY);
            String template = Template.named(Template.joined(root, path.orElse("")));
            Rule rule = rule(lineage, method);
            offers.merge(Description.key(name, template), Offer.ofClass(name, template, rule), Resources::either);
        }
    }

    /** Two methods that differ only in the media types they take and give: whoever may call one, may call. */
    private static Offer either(Offer one, Offer other) {
        Rule weaker = one.rule()
                .flatMap(first -> other.rule().map(second -> Rules.weaker(first, second)))
                .orElseGet(Rule.SignedIn::new);
        return Offer.ofClass(one.method(), one.template(), weaker);
    }

    private Rule rule(List<ClassFile> lineage, MethodFile method) {
        List<Annotations> nearestFirst = new ArrayList<>();
        for (ClassFile type : lineage) {
            type.methods().stream()
                    .filter(candidate -> candidate.overrides(method))
                    .forEach(candidate -> {
                        nearestFirst.add(candidate.annotations());
                        nearestFirst.add(type.annotations());
                    });
        }
        lineage.forEach(type -> nearestFirst.add(type.annotations()));
        return nearestFirst.stream()
                .flatMap(annotations -> annotations.rule().stream())
                .findFirst()
                .orElseGet(Rule.SignedIn::new);
    }

    private static List<MethodFile> declarations(List<ClassFile> lineage, MethodFile method) {
        return lineage.stream()
                .flatMap(type -> type.methods().stream())
                .filter(candidate -> candidate.overrides(method))
                .toList();
    }

    /** The class and those of its parents that are in the jar: superclasses first, then interfaces. */
    private List<ClassFile> lineage(ClassFile type) {
        Set<ClassFile> line = new LinkedHashSet<>();
        List<ClassFile> next = new ArrayList<>(List.of(type));
        while (!next.isEmpty()) {
            ClassFile one = next.remove(0);
            if (line.add(one)) {
                one.parents().stream()
                        .flatMap(parent -> Optional.ofNullable(classes.get(parent)).stream())
                        .forEach(next::add);
            }
        }
        return List.copyOf(line);
    }
}
