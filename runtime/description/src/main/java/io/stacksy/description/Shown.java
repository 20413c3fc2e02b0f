package io.stacksy.description;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.stacksy.description.Description.Offer;
import io.stacksy.route.Operation;
import io.stacksy.route.Rule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One operation as it is shown: one that is there, with what its description says about it.
 *
 * @param method in lower case
 * @param template the path, relative to the base of the part; the same for all methods at one path
 * @param rule who may call it
 * @param described the operation of the description; its node is missing where there is none
 */
record Shown(String method, String template, Rule rule, Offer described) {
    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");
    /** What stands for what is decided below a sub-resource locator. */
    private static final String ANY = "*";

    private static final Comparator<Operation> ORDER =
            Comparator.comparing(Operation::template).thenComparing(Operation::method);

    /** The operations that somebody may call, in the order of their paths. */
    static Collection<Shown> of(Collection<Operation> operations, Collection<Offer> offers) {
        Map<String, Offer> described = new LinkedHashMap<>();
        offers.forEach(offer -> described.putIfAbsent(Description.key(offer.method(), offer.template()), offer));
        Map<String, Shown> shown = new LinkedHashMap<>();
        Map<String, String> templates = new HashMap<>();
        operations.stream()
                .filter(operation -> !(operation.rule() instanceof Rule.Nobody))
                .sorted(ORDER)
                .flatMap(operation -> found(operation, described).stream())
                .filter(one -> METHODS.contains(one.method()))
                .forEach(one -> {
                    String bare = Template.bare(one.template());
                    Shown placed = one.at(templates.computeIfAbsent(bare, added -> one.template()));
                    shown.merge(one.method() + " " + bare, placed, Shown::either);
                });
        return List.copyOf(shown.values());
    }

    /** One or, for what is decided below a locator, those that the description has there. */
    private static List<Shown> found(Operation operation, Map<String, Offer> described) {
        String template = Template.named(operation.template());
        if (!operation.method().equals(ANY)) {
            Offer none = new Offer(
                    operation.method(),
                    template,
                    Optional.empty(),
                    MissingNode.getInstance(),
                    MissingNode.getInstance());
            Offer offer = described.getOrDefault(Description.key(operation.method(), template), none);
            return List.of(of(offer, operation.rule()));
        }
        String above = Template.bare(template) + "/";
        List<Shown> below = new ArrayList<>();
        described.values().stream()
                .filter(offer -> (Template.bare(offer.template()) + "/").startsWith(above))
                .forEach(offer -> below.add(of(offer, operation.rule())));
        return below;
    }

    private static Shown of(Offer offer, Rule rule) {
        return new Shown(offer.method().toLowerCase(Locale.ROOT), offer.template(), rule, offer);
    }

    private Shown at(String canonical) {
        return new Shown(method, canonical, rule, described);
    }

    /** Two that differ in the patterns of their variables only: whoever may call one, may call. */
    private static Shown either(Shown one, Shown other) {
        return new Shown(one.method, one.template, Rules.weaker(one.rule, other.rule), one.described);
    }

    boolean isDescribed() {
        return described.operation().isObject();
    }
}
