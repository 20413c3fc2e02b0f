package io.stacksy.description;

import io.stacksy.deploy.Plan.Api;
import io.stacksy.deploy.Plan.Change;
import io.stacksy.deploy.Plan.Change.Kind;
import io.stacksy.deploy.ToolName;
import io.stacksy.description.Description.Offer;
import io.stacksy.route.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Finds what is different for callers between two descriptions of one tool. */
final class Comparison {
    private final String base;
    private final List<Change> changes = new ArrayList<>();

    Comparison(ToolName tool) {
        this.base = "/api/" + tool;
    }

    /** The changes in the order of the paths, those that are gone first. */
    Api of(Description before, Description after) {
        before.operations().forEach((key, offer) -> {
            if (!after.operations().containsKey(key)) {
                add(Kind.REMOVED, offer, new Difference("is removed", true));
            }
        });
        after.operations().forEach((key, offer) -> {
            Offer known = before.operations().get(key);
            if (known == null) {
                add(Kind.ADDED, offer, new Difference("is added", false));
            } else {
                compare(before, known, after, offer);
            }
        });
        return new Api(after.source(), changes, newPermissions(before, after));
    }

    private void compare(Description before, Offer old, Description after, Offer now) {
        List<Difference> differences = new ArrayList<>();
        if (old.rule().isPresent() && now.rule().isPresent()) {
            compare(old.rule().get(), now.rule().get(), differences);
        }
        if (old.operation().isObject() && now.operation().isObject()) {
            differences.addAll(OperationComparison.of(before, old, after, now));
        }
        differences.forEach(difference -> add(Kind.CHANGED, now, difference));
    }

    private static void compare(Rule old, Rule now, List<Difference> differences) {
        if (!old.equals(now)) {
            differences.add(new Difference(
                    "is open to " + Rules.words(now) + ", and was to " + Rules.words(old), !Rules.admits(now, old)));
        }
    }

    private void add(Kind kind, Offer offer, Difference difference) {
        String path = offer.template().equals("/") ? base : base + offer.template();
        changes.add(new Change(kind, offer.method(), path, difference.words(), difference.breaking()));
    }

    private static Set<String> newPermissions(Description before, Description after) {
        Set<String> added = grants(after.operations());
        added.removeAll(grants(before.operations()));
        return added;
    }

    private static Set<String> grants(Map<String, Offer> operations) {
        Set<String> grants = new TreeSet<>();
        operations.values().forEach(offer -> offer.rule().map(Rules::grants).ifPresent(grants::addAll));
        return grants;
    }
}
