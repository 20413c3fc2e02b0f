package io.stacksy.launcher;

import java.util.Comparator;
import java.util.List;

/** Finds the name that was meant. */
final class Nearest {
    private Nearest() {}

    /** The one of {@code names}, of which there is at least one, that takes the fewest edits to make of {@code name}. */
    static String to(String name, List<String> names) {
        return names.stream()
                .min(Comparator.comparingInt(candidate -> edits(name, candidate)))
                .orElseThrow();
    }

    /** The Levenshtein distance. */
    private static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replace = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replace, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
