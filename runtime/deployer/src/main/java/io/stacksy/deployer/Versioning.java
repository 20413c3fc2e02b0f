package io.stacksy.deployer;

import io.stacksy.deploy.Plan.Change;
import io.stacksy.deploy.Plan.Change.Kind;
import io.stacksy.deploy.Plan.Verdict;
import io.stacksy.deploy.Version;
import java.util.List;

/** What semantic versioning asks of a version, seen from the one before and what changes for callers. */
final class Versioning {
    private Versioning() {}

    static Verdict judge(Version from, Version to, List<Change> changes) {
        List<Change> breaking = changes.stream().filter(Change::breaking).toList();
        List<Change> telling = breaking.isEmpty()
                ? changes.stream().filter(change -> change.kind() == Kind.ADDED).toList()
                : breaking;
        if (telling.isEmpty() && !changes.isEmpty()) {
            telling = changes;
        }
        Version least = least(from, !breaking.isEmpty(), !changes.isEmpty());
        if (changes.isEmpty()) {
            return new Verdict(true, least, to + " fits: nothing changes for callers");
        }
        String why = because(telling);
        return to.compareTo(least) < 0
                ? new Verdict(false, least, to + " should be " + least + " because " + why)
                : new Verdict(true, least, to + " fits: " + why);
    }

    /** Before 1.0.0 the second number stands for what breaks, and the third for the rest. */
    private static Version least(Version from, boolean breaks, boolean adds) {
        boolean initial = from.major() == 0;
        if (breaks) {
            return initial ? new Version(0, from.minor() + 1, 0, "") : new Version(from.major() + 1, 0, 0, "");
        }
        return adds && !initial
                ? new Version(from.major(), from.minor() + 1, 0, "")
                : new Version(from.major(), from.minor(), from.micro() + 1, "");
    }

    private static String because(List<Change> changes) {
        String first = changes.get(0).toString();
        return switch (changes.size()) {
            case 1 -> first;
            case 2 -> first + " and " + changes.get(1);
            default -> first + ", and " + (changes.size() - 1) + " changes more";
        };
    }
}
